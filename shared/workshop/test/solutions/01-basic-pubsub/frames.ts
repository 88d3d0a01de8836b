// Other people's solutions of task 1.1.

import type { Solution } from '../solution.ts';

export const solutions: readonly Solution[] = [
  {
    task: '1.1',
    name: 'splits at every colon, and joins the body again',
    body: `
    const [verb = '', target, ...rest] = text.replace(LINE_END, '').split(':');
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
  },
  {
    task: '1.1',
    name: 'has one regular expression for everything',
    body: `
    const parts = /^([A-Z_]+)(?::([^:]*)(?::([^]*))?)?$/.exec(text.replace(LINE_END, ''));
    if (!parts) throw new Refusal('BAD_FRAME', 'no verb');
    const frame: { verb: string; target?: string; body?: string } = { verb: parts[1]! };
    if (parts[2] !== undefined) frame.target = parts[2];
    if (parts[3] !== undefined) frame.body = parts[3];
    return frame;`,
  },
  {
    task: '1.1',
    name: 'splits into three',
    body: `
    const [verb = '', target, body] = text.replace(LINE_END, '').split(':', 3);
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body };`,
    message: 'the body of "PUBLISH:news:a:b::c" does not keep its colons',
  },
  {
    task: '1.1',
    name: 'looks for the last colon',
    body: `
    const line = text.replace(LINE_END, '');
    const [first, last] = [line.indexOf(':'), line.lastIndexOf(':')];
    if (!VERB.test(first < 0 ? line : line.slice(0, first))) throw new Refusal('BAD_FRAME', 'no verb');
    if (first < 0) return { verb: line };
    if (first === last) return { verb: line.slice(0, first), target: line.slice(first + 1) };
    return { verb: line.slice(0, first), target: line.slice(first + 1, last), body: line.slice(last + 1) };`,
    message: 'the body of "PUBLISH:news:a:b::c" does not keep its colons',
  },
  {
    task: '1.1',
    name: 'takes the missing target for an empty one',
    body: `
    const [verb = '', target = '', ...rest] = text.replace(LINE_END, '').split(':');
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body: rest.join(':') };`,
    message: '"STATUS" is not read as the verb STATUS alone',
  },
  {
    task: '1.1',
    name: 'takes the missing body for an empty one',
    body: `
    const [verb = '', target, ...rest] = text.replace(LINE_END, '').split(':');
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return target === undefined ? { verb } : { verb, target, body: rest.join(':') };`,
    message: '"SUBSCRIBE:news" is not read as a verb and a target',
  },
  {
    task: '1.1',
    name: 'takes the empty body for a missing one',
    body: `
    const [verb = '', target, ...rest] = text.replace(LINE_END, '').split(':');
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body: rest.join(':') || undefined };`,
    message: 'the empty body of "PUBLISH:news:" is lost',
  },
  {
    task: '1.1',
    name: 'keeps the newline',
    body: `
    const [verb = '', target, ...rest] = text.split(':');
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
    message: 'the newline at the end of "PUBLISH:news:Hi\\n" is still in the body',
  },
  {
    task: '1.1',
    name: 'trims',
    body: `
    const [verb = '', target, ...rest] = text.trim().split(':');
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
    message: 'the body of "PUBLISH:news: a\\nb " is not kept as it is',
  },
  {
    task: '1.1',
    name: 'looks at no verb',
    body: `
    const [verb = '', target, ...rest] = text.replace(LINE_END, '').split(':');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
    message: '"hello" passes for a frame, although it has no verb',
  },
  {
    task: '1.1',
    name: 'looks at the verb only where no colon follows',
    body: `
    const [verb = '', target, ...rest] = text.replace(LINE_END, '').split(':');
    if (target === undefined && !VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
    message: '":news" passes for a frame, although it has no verb',
  },
  {
    task: '1.1',
    name: 'tests the whole line',
    body: `
    const line = text.replace(LINE_END, '');
    if (!VERB.test(line)) throw new Refusal('BAD_FRAME', 'no verb');
    const [verb = '', target, ...rest] = line.split(':');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
    message: '"SUBSCRIBE:news" is refused, although it is a frame',
  },
  {
    task: '1.1',
    name: 'throws a plain error',
    body: `
    const [verb = '', target, ...rest] = text.replace(LINE_END, '').split(':');
    if (!VERB.test(verb)) throw new Error('no verb');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
    message: '"hello" is refused by an error that is not a Refusal',
  },
  {
    task: '1.1',
    name: 'refuses with another code',
    body: `
    const [verb = '', target, ...rest] = text.replace(LINE_END, '').split(':');
    if (!VERB.test(verb)) throw new Refusal('UNKNOWN_COMMAND', 'no verb');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
    message: '"hello" is refused with the wrong code',
  },
  {
    task: '1.1',
    name: 'knows three verbs',
    body: `
    const [verb = '', target, ...rest] = text.replace(LINE_END, '').split(':');
    if (!['STATUS', 'SUBSCRIBE', 'PUBLISH'].includes(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
    message: '"DANCE_ON:x" is refused, although it is a frame',
  },
  { task: '1.1', name: 'returns nothing', body: `const line = text.replace(LINE_END, '');`, message: '"STATUS" makes no frame' },
];
