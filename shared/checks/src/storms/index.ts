// The storms in their long form, for `pnpm soak`. In a short form each is a check of its stage's suite.

import type { Suite } from '../check.ts';
import { NOT_IN_PAGE } from '../not-in-page.ts';
import { deviceStorm } from './device-storm.ts';
import { killStorm } from './kill-storm.ts';
import { linkOutages } from './link-outages.ts';
import { linkStorm } from './link-storm.ts';
import { loginBursts } from './login-bursts.ts';
import { replayToSleeper } from './replay-to-sleeper.ts';
import { resumeInStorm } from './resume-in-storm.ts';
import { typingWalk } from './typing-walk.ts';

const group = 'storms';
const LIMIT_MS = 15 * 60 * 1000;
const MIB = 2 ** 20;

export const storms: readonly Suite[] = [
  {
    stage: '02-persistence',
    checks: [
      {
        id: 'long-kill-storm',
        group,
        title: 'SIGKILL in the middle of a storm, 30 times: nothing answered is lost, nothing comes twice, readers miss nothing',
        rules: ['P3-1', 'P3-2', 'P3-3', 'P3-6', 'P3-7', 'P3-15'],
        startsItself: true,
        limit: LIMIT_MS,
        run: (context) => killStorm(context, { rounds: 30, publishers: 6 }),
      },
      {
        id: 'long-resume-in-storm',
        group,
        title: '20 resumes while 30,000 messages are published: no gap, no duplicate',
        rules: ['P3-15', 'P3-17'],
        settings: { RETAIN_MESSAGES: '1000000' },
        limit: LIMIT_MS,
        run: (context) => resumeInStorm(context, { before: 10_000, during: 30_000, resumers: 20 }),
      },
      {
        id: 'long-replay-waits',
        group,
        title: 'a replay of 10,000 messages to a reader that does not read: memory stays level, the others are served',
        rules: ['P3-19', 'P3-15'],
        notInPage: NOT_IN_PAGE.memory,
        settings: { RETAIN_MESSAGES: '1000000', MAX_BUFFER_BYTES: String(2 ** 30) },
        limit: LIMIT_MS,
        run: (context) => replayToSleeper(context, { messages: 10_000, bytes: 15_000, maxGrowth: 75 * MIB }),
      },
    ],
  },
  {
    stage: '03-auth',
    checks: [
      {
        id: 'long-auth-in-a-burst',
        group,
        title:
          '1,000 sessions log in, 20 at a time, with commands in the same write as AUTH: all in order, and nobody is taken for somebody else',
        rules: ['P4-13', 'P4-12', 'P2-6'],
        settings: {},
        limit: LIMIT_MS,
        run: (context) => loginBursts(context, { sessions: 1000 }),
      },
    ],
  },
  {
    stage: '04-typing',
    checks: [
      {
        id: 'long-typing-walk',
        group,
        title: '5,000 steps of two devices through everything that starts and stops typing: the others are told exactly that',
        rules: ['P5-1', 'P5-4', 'P5-5', 'P5-6'],
        settings: { TYPING_EXPIRY_MS: '600000' },
        limit: LIMIT_MS,
        run: (context) => typingWalk(context, { steps: 5000 }),
      },
    ],
  },
  {
    stage: '05-private',
    checks: [
      {
        id: 'long-device-storm',
        group,
        title: 'one of three devices is cut off while messages flow, and comes back, 100 times: each gets every message once',
        rules: ['P6-1', 'P6-2', 'P6-4', 'P2-8'],
        settings: { RETAIN_MESSAGES: '1000000' },
        limit: LIMIT_MS,
        run: (context) => deviceStorm(context, { rounds: 100, messages: 100 }),
      },
    ],
  },
  {
    stage: '06-federation',
    checks: [
      {
        id: 'long-link-storm',
        group,
        title: '20 rounds in which links of three brokers are cut or fall silent, and brokers are killed: nothing lost, nothing twice',
        rules: ['P7-6', 'P7-7', 'P7-9', 'P7-15', 'P7-17'],
        notInPage: NOT_IN_PAGE.links,
        startsItself: true,
        limit: LIMIT_MS,
        run: (context) => linkStorm(context, { rounds: 20, brokers: 3, blows: 5 }),
      },
      ...linkOutages({ group, prefix: 'long-', messages: 10_000, limit: LIMIT_MS }),
      ...linkOutages({ group, prefix: 'full-', messages: 100_000, limit: LIMIT_MS }).filter(({ id }) => id === 'full-cut-and-heal'),
    ],
  },
];
