// Watches how the learner's code uses an object, if nothing else shows it.

export interface Call {
  /** `this`. */
  readonly on: unknown;
  readonly args: readonly unknown[];
}

export interface WatchedCalls {
  /** The first one first. */
  readonly calls: readonly Call[];
  /** Restores the object. */
  restore(): void;
}

/**
 * @param object has the method, or a getter of that name, itself or from its class
 * @param instead is done in its place
 */
export function watchCalls<T extends object>(object: T, name: keyof T & string, instead?: (...args: never[]) => unknown): WatchedCalls {
  const calls: Call[] = [];
  const own = Object.getOwnPropertyDescriptor(object, name);
  const { get, value } = descriptorOf(object, name);
  const watch = (work: (...args: never[]) => unknown) =>
    function (this: unknown, ...args: never[]): unknown {
      calls.push({ on: this, args });
      return Reflect.apply(work, this, args);
    };
  const watched = get ? { get: watch(instead ?? get) } : { value: watch(instead ?? value), writable: true };
  Object.defineProperty(object, name, { ...watched, configurable: true });
  const restore = () => {
    if (own) Object.defineProperty(object, name, own);
    else Reflect.deleteProperty(object, name);
  };
  return { calls, restore };
}

function descriptorOf(object: object, name: string): PropertyDescriptor {
  for (let holder: object | null = object; holder; holder = Reflect.getPrototypeOf(holder)) {
    const found = Object.getOwnPropertyDescriptor(holder, name);
    if (found) return found;
  }
  throw new Error(`there is no ${name} to watch`);
}
