// Chapter 3: who may do what, and for how long.

import type { StageScenes } from '../scene.ts';

export const scenes: StageScenes = {
  clients: [
    { name: 'alice', ready: ['PUBLISH:news:Hi', 'SUBSCRIBE:news', { title: 'log in for 15 s', logsIn: { seconds: 15 } }] },
    { name: 'bob', ready: ['SUBSCRIBE:news', 'PUBLISH:news:Hi, Alice', { title: 'log in, may not publish', logsIn: { publish: [] } }] },
    { name: 'carol', ready: ['SUBSCRIBE:news', 'PUBLISH:news:Hi', { title: 'log in with a forged token', logsIn: { isForged: true } }] },
  ],
  scenes: [
    {
      id: 'refuse-first',
      title: 'First of all, say who you are',
      steps: [
        { says: 'Carol sends no token, and tries to read.', who: 'carol', sends: 'SUBSCRIBE:news' },
        { who: 'carol', gets: 'ERROR:UNAUTHORIZED:…' },
        {
          says: 'She makes a token herself, and signs it with a secret that is not the broker’s.',
          who: 'carol',
          logsIn: { isForged: true },
        },
        { who: 'carol', gets: 'ERROR:UNAUTHORIZED:this token is not good here…' },
        { says: 'Now she sends a good one. The broker takes her name from it.', who: 'carol', logsIn: {} },
        { who: 'carol', gets: 'OK:AUTH:carol' },
        { who: 'carol', sends: '@label=1 SUBSCRIBE:news' },
        { who: 'carol', gets: '@…label=1… OK:SUBSCRIBE:news' },
      ],
      shown: 'Without a user, a session may send AUTH and nothing else.',
      ends: { carol: ['ERROR:UNAUTHORIZED:…', 'ERROR:UNAUTHORIZED:…', '@…label=1… OK:SUBSCRIBE:news'] },
    },
    {
      id: 'expiry',
      title: 'Alice sends nothing, and her token expires',
      steps: [
        { says: 'Alice logs in for only a few seconds. Her clock runs down below.', who: 'alice', logsIn: { seconds: 6 } },
        { who: 'alice', gets: 'OK:AUTH:alice' },
        { who: 'alice', sends: 'SUBSCRIBE:news' },
        { who: 'bob', logsIn: {} },
        { who: 'bob', gets: 'OK:AUTH:bob' },
        { says: 'She sends nothing more. An alarm rings in the broker when the token expires.', who: 'alice', isClosed: 4401 },
        { says: 'She does not get what Bob publishes now.', who: 'bob', sends: '@label=1 PUBLISH:news:Is Alice there?' },
        { who: 'bob', gets: '@label=1;… OK:PUBLISH:news' },
      ],
      shown:
        'Our broker ends the session when the token expires. One that looks at tokens only when a command comes would let her go on reading.',
      ends: { alice: [], bob: ['@label=1;… OK:PUBLISH:news'] },
    },
    {
      id: 'empty-list',
      title: 'publish: [], and no subscribe',
      steps: [
        { says: 'In Bob’s token, one list is empty and the other is absent.', who: 'bob', logsIn: { publish: [] } },
        { who: 'bob', gets: 'OK:AUTH:bob' },
        { says: 'An empty list allows nothing.', who: 'bob', sends: '@label=1 PUBLISH:news:Hi' },
        { who: 'bob', gets: '@label=1 ERROR:FORBIDDEN:…' },
        { says: 'An absent list sets no limit.', who: 'bob', sends: '@label=2 SUBSCRIBE:news' },
        { who: 'bob', gets: '@…label=2… OK:SUBSCRIBE:news' },
      ],
      shown: 'Bob may read every channel, and publish nowhere.',
      ends: { bob: ['@label=1 ERROR:FORBIDDEN:…', '@…label=2… OK:SUBSCRIBE:news'] },
    },
    {
      id: 'stolen',
      title: 'Carol has found Alice’s token',
      steps: [
        { who: 'bob', logsIn: {} },
        { who: 'bob', gets: 'OK:AUTH:bob' },
        { who: 'bob', sends: '@label=1 SUBSCRIBE:news' },
        {
          says: 'Carol logs in with Alice’s token. She does not know the secret, and does not need it.',
          who: 'carol',
          logsIn: { user: 'alice' },
        },
        { who: 'carol', gets: 'OK:AUTH:alice' },
        { who: 'carol', sends: 'PUBLISH:news:I resign' },
        { says: 'Bob gets the message. Who is it from?', who: 'bob', gets: '@…from=alice… MSG:news:I resign' },
      ],
      shown: 'The broker accepts the token from anyone who has it. Carol may do everything that Alice may, until it expires.',
      ends: { bob: ['@…label=1… OK:SUBSCRIBE:news', '@…from=alice… MSG:news:I resign'], carol: [] },
    },
  ],
};
