// The wire protocol, for brokers and clients alike: parse and format, nothing else.
export { CLOSE_CODES, ERROR_CODES, Refusal, todo } from './errors.ts';
export type { CloseCode, ErrorCode } from './errors.ts';
export { BROKER_TAGS, formatFrame, parseCommand, parseFrame, requireBody, requireNoBody, requireTarget, tagsOf } from './frames.ts';
export type { Frame, Tags } from './frames.ts';
export { channelOf, isChannel, isName, requireChannel } from './names.ts';
export { covers, isPattern } from './patterns.ts';
export { quote } from './quote.ts';
