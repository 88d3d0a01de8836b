// What a page needs to judge its own broker. Nothing here depends on Node, except in checks that no page runs.
export type { Broker, CreateBroker, Settings } from './broker.ts';
export { Failure } from './check.ts';
export { codeErrorIn } from './code-error.ts';
export { pageTable, type PageRow } from './page-table.ts';
export { judgeBrokers, type Judging, type Report } from './runner.ts';
export { checksAt } from './suites.ts';
export { withinLimit } from './time.ts';
export type { Leaving, RawOptions, Wire, WireListener, WireOptions } from './wire.ts';
