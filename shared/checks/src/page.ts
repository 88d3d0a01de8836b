// What a page judges its own broker with. What it stands on needs nothing of Node, except in checks that no page runs.
export type { Broker, CreateBroker, Settings } from './broker.ts';
export { Failure } from './check.ts';
export { codeErrorIn } from './code-error.ts';
export { pageTable, type PageRow } from './page-table.ts';
export { judgeBrokers, type Judging, type Report } from './runner.ts';
export { checksAt } from './suites.ts';
export type { Leaving, RawOptions, Wire, WireListener, WireOptions } from './wire.ts';
