// The grader: starts any command as a broker, talks to it, and judges it by the protocol page.
export { type ApartGrading, gradeApart, grader } from './apart.ts';
export type { Broker } from './broker.ts';
export { type Check, type Result, type Verdict, VERDICTS } from './check.ts';
export { checksOf, grade, stormsOf } from './grade.ts';
export { NO_COMMAND, ProcessBroker, type Target } from './process-broker.ts';
export { type Command, endCommandsOnSignals, nodeCommand } from './processes.ts';
export type { Report } from './runner.ts';
export { suites } from './suites.ts';
export { inSeconds, sign } from './tokens.ts';
export type { Picture } from './transcript.ts';
