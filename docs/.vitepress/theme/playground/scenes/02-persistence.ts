// Chapter 2: what the broker keeps, and how a client gets what it missed.

import type { StageScenes } from '../scene.ts';

export const scenes: StageScenes = {
  clients: [
    { name: 'alice', ready: ['@label=1 PUBLISH:news:Hi', '@id=a1 PUBLISH:news:Once', 'PUBLISH:news:plain'] },
    { name: 'bob', ready: ['@label=1 SUBSCRIBE:news', '@since=0 SUBSCRIBE:news', 'HISTORY:news:5'] },
    { name: 'carol', ready: ['@since=1 SUBSCRIBE:news', '@since=0 HISTORY:news:2', 'PUBLISH:news:Hi, all'] },
  ],
  scenes: [
    {
      id: 'log',
      title: 'A message gets a number',
      steps: [
        {
          says: 'Nobody is subscribed. Alice publishes, and her tag asks for an answer.',
          who: 'alice',
          sends: '@label=7 PUBLISH:news:Hi',
        },
        { says: 'The broker puts the message in the log, and only then answers.', who: 'alice', gets: '@…seq=1… OK:PUBLISH:news' },
        { says: 'Bob asks for what he missed.', who: 'bob', sends: '@label=1 HISTORY:news:5' },
        { who: 'bob', gets: '@…last=1… OK:HISTORY:news' },
      ],
      shown: 'The log has the message under its number, whether or not anybody was listening.',
      ends: { alice: ['@label=7;…seq=1;… OK:PUBLISH:news'], bob: ['@seq=1;… MSG:news:Hi', '@…last=1… OK:HISTORY:news'] },
    },
    {
      id: 'crash',
      title: 'The program dies after its OK',
      steps: [
        { who: 'alice', sends: '@label=1 PUBLISH:news:Keep this' },
        { says: 'Alice has her OK.', who: 'alice', gets: '@…seq=1… OK:PUBLISH:news' },
        { says: 'Now the broker is killed, as with SIGKILL: it has no time to do anything.', kills: 'broker' },
        { who: 'alice', isClosed: 1006 },
        { who: 'bob', isClosed: 1006 },
        { says: 'It starts again, on the same file.', starts: 'broker' },
        { who: 'bob', connects: true },
        { who: 'bob', sends: '@label=2 HISTORY:news' },
        { who: 'bob', gets: '@…last=1… OK:HISTORY:news' },
      ],
      shown:
        'The message survived the death of the program. The death of the machine is another matter, and this page has no plug to pull.',
      ends: {
        alice: ['@label=1;…seq=1;… OK:PUBLISH:news'],
        bob: ['@seq=1;… MSG:news:Keep this', '@…last=1… OK:HISTORY:news'],
      },
    },
    {
      id: 'at-once',
      title: 'Three publish at the same moment',
      steps: [
        { says: 'Three messages set out at once.', who: 'alice', sends: '@label=a PUBLISH:news:one', isAtOnce: true },
        { who: 'bob', sends: '@label=b PUBLISH:news:two', isAtOnce: true },
        { who: 'carol', sends: '@label=c PUBLISH:news:three', isAtOnce: true },
        { says: 'The broker stores all three, and then answers all three.', who: 'alice', gets: '@label=a;… OK:PUBLISH:news' },
        { who: 'bob', gets: '@label=b;… OK:PUBLISH:news' },
        { who: 'carol', gets: '@label=c;… OK:PUBLISH:news' },
      ],
      shown: 'Each message has its own number, and all three got their OK together. On a disk, one wait would have served all of them.',
      ends: {
        alice: ['@label=a;…seq=1;… OK:PUBLISH:news'],
        bob: ['@label=b;…seq=2;… OK:PUBLISH:news'],
        carol: ['@label=c;…seq=3;… OK:PUBLISH:news'],
      },
    },
    {
      id: 'resume',
      title: 'Bob comes back with his cursor',
      steps: [
        { who: 'bob', sends: '@label=1 SUBSCRIBE:news' },
        { who: 'bob', gets: '@…epoch=… OK:SUBSCRIBE:news' },
        { who: 'alice', sends: 'PUBLISH:news:one' },
        { says: 'Bob has seen message 1. Then he loses his connection.', who: 'bob', gets: '@seq=1;… MSG:news:one' },
        { who: 'bob', leaves: 'vanish' },
        { says: 'Alice goes on.', who: 'alice', sends: ['PUBLISH:news:two', 'PUBLISH:news:three'] },
        { who: 'bob', connects: true },
        { says: 'Bob says how far he has read: since=1.', who: 'bob', sends: '@since=1 SUBSCRIBE:news' },
        { who: 'bob', gets: '@…recovered=1… OK:SUBSCRIBE:news' },
        { says: 'He gets everything he missed, and then live messages.', who: 'bob', gets: '@seq=3;… MSG:news:three' },
        { who: 'alice', sends: 'PUBLISH:news:four' },
        { who: 'bob', gets: '@seq=4;… MSG:news:four' },
      ],
      shown: 'No gap and no duplicate. The broker did not remember Bob: he remembered a number.',
      ends: {
        bob: [
          '@…epoch=… OK:SUBSCRIBE:news',
          '@seq=1;… MSG:news:one',
          '@…recovered=1… OK:SUBSCRIBE:news',
          '@seq=2;… MSG:news:two',
          '@seq=3;… MSG:news:three',
          '@seq=4;… MSG:news:four',
        ],
      },
    },
    {
      id: 'gap',
      title: 'Carol comes back too late',
      settings: { RETAIN_MESSAGES: '3' },
      steps: [
        {
          says: 'This broker keeps three messages. Alice publishes six.',
          who: 'alice',
          sends: ['one', 'two', 'three', 'four', 'five', 'six'].map((body) => `PUBLISH:news:${body}`),
        },
        { says: 'The last message Carol saw was 1. Message 2 is gone.', who: 'carol', sends: '@since=1 SUBSCRIBE:news' },
        {
          says: 'The broker tells her that something is missing, and sends no old messages.',
          who: 'carol',
          gets: '@…recovered=0… OK:SUBSCRIBE:news',
        },
        { who: 'alice', sends: 'PUBLISH:news:seven' },
        { who: 'carol', gets: '@seq=7;… MSG:news:seven' },
      ],
      shown: 'recovered=0, and only live messages. Carol knows that there is a gap, and can decide what to do.',
      ends: { carol: ['@…recovered=0… OK:SUBSCRIBE:news', '@seq=7;… MSG:news:seven'] },
    },
    {
      id: 'same-id',
      title: 'Alice is not sure, and asks again',
      steps: [
        { who: 'bob', sends: 'SUBSCRIBE:news' },
        { says: 'Alice gives her message an id.', who: 'alice', sends: '@id=a1 PUBLISH:news:Once' },
        { says: 'Her connection breaks before she has the answer.', who: 'alice', leaves: 'vanish' },
        { who: 'alice', connects: true },
        { says: "She can't know whether it was stored, so she sends it again.", who: 'alice', sends: '@id=a1 PUBLISH:news:Once' },
        { who: 'alice', gets: '@…dup=1… OK:PUBLISH:news' },
        { who: 'bob', gets: 'MSG:news:Once' },
      ],
      shown: 'The repeat is answered with the number of the first, and dup=1. Bob got the message once.',
      ends: { alice: ['@…seq=1;…dup=1… OK:PUBLISH:news'], bob: ['MSG:news:Once'] },
    },
  ],
};
