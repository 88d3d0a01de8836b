// The wire protocol, for brokers and clients alike: parse and format, nothing else.
export { channelOf, messageOf, requireBody, requireChannel, requireNoBody, requireTarget } from './commands.ts';
export { CLOSE_CODES, ERROR_CODES, Refusal, todo } from './errors.ts';
export type { CloseCode, ErrorCode } from './errors.ts';
export { formatFrame, splitTags } from './frames.ts';
export type { Frame, Tags } from './frames.ts';
export { isChannel, isName } from './names.ts';
export { covers, isPattern } from './patterns.ts';
export { quote } from './quote.ts';
