// How a broker says no: error codes, close codes, and the Refusal that carries an error code.

/** Every error code, and when a broker answers with it. If several apply, the first one here wins (P1-16). */
export const ERROR_CODES = {
  BAD_FRAME:
    'the part before the first colon is not a verb, the tags are bad, a client sets a tag that belongs to the broker, the message is binary, or a target or body is missing or does not belong',
  UNAUTHORIZED: 'not authenticated, or a bad token',
  UNKNOWN_COMMAND: 'a verb that this stage does not have',
  BAD_CHANNEL: 'a name that breaks the grammar, or a pattern where a channel must stand',
  FORBIDDEN: 'authenticated, but not allowed',
  UNREACHABLE: 'the addressed broker is not known, or NATS is away',
  INTERNAL: "the broker's own fault: nothing was stored, nothing was delivered",
  TODO: 'an exercise that is not written yet',
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;

/** The WebSocket close codes that a broker uses (RFC 6455 §7.4). */
export const CLOSE_CODES = {
  SHUTTING_DOWN: 1001,
  BAD_UTF8: 1007,
  FRAME_TOO_LARGE: 1009,
  NOT_AUTHENTICATED: 4401,
} as const;
export type CloseCode = (typeof CLOSE_CODES)[keyof typeof CLOSE_CODES];

/** A "no" to a client. Code that refuses a command throws it, and the broker answers `ERROR:<code>:<message>`. The session stays open. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;

  /** @param message for a person: names the culprit and the way out */
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Marks the place where an exercise is still to be written.
 * @param task the task's number in its chapter, such as `3.2`
 * @param title what the task asks for
 * @throws {Refusal} always, with code `TODO`
 */
export function todo(task: string, title: string): never {
  throw new Refusal('TODO', `${task} ${title}`);
}
