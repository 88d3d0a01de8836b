// Chapter 5: messages to a user, on all of their devices.

import type { StageScenes, Step } from '../scene.ts';
import { logins } from './logins.ts';

const LAPTOP = 'alice (laptop)';
const PHONE = 'alice (phone)';
const TAB = 'bob (tab 1)';
const OTHER_TAB = 'bob (tab 2)';

const everyone = logins({ [LAPTOP]: 'alice', [PHONE]: 'alice', [TAB]: 'bob', [OTHER_TAB]: 'bob' });
const untilRead = (text: string): Step[] => [TAB, OTHER_TAB].map((who) => ({ who, gets: text }));

export const scenes: StageScenes = {
  clients: [
    { name: LAPTOP, user: 'alice', ready: ['PUBLISH:@bob:Hi', '@label=1 PUBLISH:@bbo:Hi', 'SUBSCRIBE:@bob', 'HISTORY:@bob'] },
    { name: PHONE, user: 'alice', ready: ['PUBLISH:@bob:From my phone', '@since=0 SUBSCRIBE:@alice', 'USER_TYPING:@bob'] },
    { name: TAB, user: 'bob', ready: ['PUBLISH:@alice:Hi, Alice', '@since=0 SUBSCRIBE:@bob', 'HISTORY:@alice'] },
    { name: OTHER_TAB, user: 'bob', ready: ['PUBLISH:@alice:Me again', '@since=1 SUBSCRIBE:@bob', 'PUBLISH:@bob:A note to myself'] },
  ],
  scenes: [
    {
      id: 'two-tabs',
      title: 'Bob has two tabs open',
      steps: [
        { says: 'Everyone logs in. That is all it takes to get your messages.', who: LAPTOP, logsIn: {} },
        ...everyone,
        { says: 'Alice writes to Bob.', who: LAPTOP, sends: 'PUBLISH:@bob:Hi' },
        ...untilRead('MSG:@alice:Hi'),
        { says: 'He closes the second tab. Alice writes again.', who: OTHER_TAB, leaves: 'vanish' },
        { who: LAPTOP, sends: 'PUBLISH:@bob:Still there?' },
        { who: TAB, gets: 'MSG:@alice:Still there?' },
      ],
      shown:
        'Both of Bob’s tabs got the first message, and the tab that is still open got the second: our table has a Set of devices for each user.',
      ends: { [TAB]: ['MSG:@alice:Hi', 'MSG:@alice:Still there?'], [OTHER_TAB]: ['MSG:@alice:Hi'] },
    },
    {
      id: 'unknown',
      title: 'There is no bbo',
      steps: [
        ...everyone,
        { says: 'Alice writes to bob, and asks for an answer.', who: LAPTOP, sends: '@label=1 PUBLISH:@bob:Hi' },
        { who: LAPTOP, gets: '@label=1;… OK:PUBLISH:@bob' },
        { says: 'Then to bbo, who does not exist.', who: LAPTOP, sends: '@label=2 PUBLISH:@bbo:Hi' },
        { who: LAPTOP, gets: '@label=2;… OK:PUBLISH:@bbo' },
      ],
      shown: 'The answers are alike, so nobody can find out who exists. And bbo has an inbox now.',
      ends: { [LAPTOP]: ['@label=1;… OK:PUBLISH:@bob', '@label=2;… OK:PUBLISH:@bbo'], [TAB]: ['MSG:@alice:Hi'] },
    },
    {
      id: 'own-phone',
      title: 'What Alice’s phone gets',
      steps: [
        ...everyone,
        { says: 'Alice writes to Bob from her laptop. Her phone is on as well.', who: LAPTOP, sends: 'PUBLISH:@bob:Hi' },
        ...untilRead('MSG:@alice:Hi'),
        { who: PHONE, gets: 'MSG:@bob:Hi' },
      ],
      shown: 'Bob’s tabs have it under @alice, and Alice’s phone has it under @bob: each under the name of the other user.',
      ends: { [LAPTOP]: [], [PHONE]: ['MSG:@bob:Hi'], [TAB]: ['MSG:@alice:Hi'], [OTHER_TAB]: ['MSG:@alice:Hi'] },
    },
    {
      id: 'away',
      title: 'Bob was away',
      away: [TAB, OTHER_TAB],
      steps: [
        ...logins({ [LAPTOP]: 'alice' }),
        { says: 'Bob is away. Alice writes to him all the same.', who: LAPTOP, sends: ['PUBLISH:@bob:one', 'PUBLISH:@bob:two'] },
        { says: 'He comes back with the first tab. Its cursor is 0, because it has seen nothing yet.', who: TAB, connects: true },
        ...logins({ [TAB]: 'bob' }),
        { who: TAB, sends: '@since=0 SUBSCRIBE:@bob' },
        { who: TAB, gets: '@seq=2;… MSG:@alice:two' },
        { says: 'The other tab has seen message 1.', who: OTHER_TAB, connects: true },
        ...logins({ [OTHER_TAB]: 'bob' }),
        { who: OTHER_TAB, sends: '@since=1 SUBSCRIBE:@bob' },
        { who: OTHER_TAB, gets: '@seq=2;… MSG:@alice:two' },
      ],
      shown: 'One inbox, and a cursor for each device.',
      ends: {
        [TAB]: ['@…recovered=1… OK:SUBSCRIBE:@bob', '@seq=1;… MSG:@alice:one', '@seq=2;… MSG:@alice:two'],
        [OTHER_TAB]: ['@…recovered=1… OK:SUBSCRIBE:@bob', '@seq=2;… MSG:@alice:two'],
      },
    },
    {
      id: 'secret',
      title: 'Alice wants to read Bob’s inbox',
      steps: [
        ...everyone,
        { who: TAB, sends: 'PUBLISH:@bob:My diary' },
        { who: OTHER_TAB, gets: 'MSG:@bob:My diary' },
        { says: 'Alice subscribes to @bob.', who: LAPTOP, sends: 'SUBSCRIBE:@bob' },
        { who: LAPTOP, gets: 'ERROR:FORBIDDEN:…' },
        {
          says: 'She asks for the history, and gets her own conversation with Bob, read from her own inbox.',
          who: LAPTOP,
          sends: 'HISTORY:@bob',
        },
        { who: LAPTOP, gets: 'OK:HISTORY:@bob' },
      ],
      shown: 'No command lets a client choose whose inbox is read.',
      ends: { [LAPTOP]: ['ERROR:FORBIDDEN:…', 'OK:HISTORY:@bob'] },
    },
  ],
};
