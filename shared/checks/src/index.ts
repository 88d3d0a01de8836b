// The grader: starts any command as a broker, talks to it, and judges it by the protocol page.
export { type ApartGrading, gradeApart, grader } from './apart.ts';
export { Broker, NO_COMMAND, type Target } from './broker.ts';
export { type Check, type Result, type Verdict, VERDICTS } from './check.ts';
export { type Command, endCommandsOnSignals, nodeCommand } from './processes.ts';
export { grade, type Report } from './runner.ts';
export { checksOf, stormsOf, suites } from './suites.ts';
export { inSeconds, sign } from './tokens.ts';
export type { Picture } from './transcript.ts';
