// Chapter 6: three brokers, what they know of each other, and what happens when a link breaks.

import type { StageScenes, Step } from '../scene.ts';
import { logins } from './logins.ts';

const everyone: Step[] = [
  {
    says: 'Three brokers link with each other. Alice, Bob and Carol log in, each on a different broker.',
    broker: 'broker1',
    peer: 'broker2',
    isLinked: true,
  },
  { broker: 'broker1', peer: 'broker3', isLinked: true },
  { broker: 'broker2', peer: 'broker3', isLinked: true },
  ...logins({ alice: 'alice', bob: 'bob', carol: 'carol' }),
];

const bothRead: Step[] = [
  { who: 'bob', sends: 'SUBSCRIBE:news', isAtOnce: true },
  { says: 'Bob and Carol subscribe. Their brokers tell the others what they want.', who: 'carol', sends: 'SUBSCRIBE:news' },
  { broker: 'broker1', peer: 'broker2', wants: 'news' },
  { broker: 'broker1', peer: 'broker3', wants: 'news' },
];

export const scenes: StageScenes = {
  brokers: ['broker1', 'broker2', 'broker3'],
  clients: [
    { name: 'alice', broker: 'broker1', ready: ['PUBLISH:news:Hi', 'PUBLISH:@bob@broker2:Hi', 'PUBLISH:news@broker3:Hi'] },
    { name: 'bob', broker: 'broker2', ready: ['SUBSCRIBE:news', 'SUBSCRIBE:news.*', '@since=0 SUBSCRIBE:news'] },
    { name: 'carol', broker: 'broker3', ready: ['SUBSCRIBE:news', 'SUBSCRIBE:news.#', 'UNSUBSCRIBE:news'] },
  ],
  scenes: [
    {
      id: 'patterns',
      title: 'news.* and news.#',
      steps: [
        ...everyone,
        { says: 'Bob subscribes to news.*, and Carol to news.#.', who: 'bob', sends: 'SUBSCRIBE:news.*', isAtOnce: true },
        { who: 'carol', sends: 'SUBSCRIBE:news.#' },
        { broker: 'broker1', peer: 'broker2', wants: 'news.*' },
        { broker: 'broker1', peer: 'broker3', wants: 'news.#' },
        { says: 'Alice publishes to news.', who: 'alice', sends: 'PUBLISH:news:Hi' },
        { who: 'carol', gets: 'MSG:news:Hi' },
        { says: 'And to news.sport, which both of them get.', who: 'alice', sends: 'PUBLISH:news.sport:1 to 0' },
        { who: 'carol', gets: 'MSG:news.sport:1 to 0' },
        { who: 'bob', gets: 'MSG:news.sport:1 to 0' },
      ],
      shown: 'Only Carol got the message in news: # may stand for no word at all, but * stands for exactly one.',
      ends: { bob: ['MSG:news.sport:1 to 0'], carol: ['MSG:news:Hi', 'MSG:news.sport:1 to 0'] },
    },
    {
      id: 'mesh',
      title: 'One message, three brokers',
      steps: [
        ...everyone,
        { who: 'alice', sends: 'SUBSCRIBE:news' },
        ...bothRead,
        { says: 'Alice publishes once.', who: 'alice', sends: 'PUBLISH:news:Hi' },
        { who: 'bob', gets: 'MSG:news:Hi' },
        { who: 'carol', gets: 'MSG:news:Hi' },
        {
          says: 'Is it quiet? A second message shows whether another copy of the first comes before it.',
          who: 'alice',
          sends: 'PUBLISH:news:Bye',
        },
        { who: 'bob', gets: 'MSG:news:Bye' },
        { who: 'carol', gets: 'MSG:news:Bye' },
      ],
      shown:
        'Everyone got one copy, and it is quiet. What came over a link goes over no other link: the brokers in the question lack this rule.',
      ends: { alice: ['MSG:news:Hi', 'MSG:news:Bye'], bob: ['MSG:news:Hi', 'MSG:news:Bye'], carol: ['MSG:news:Hi', 'MSG:news:Bye'] },
    },
    {
      id: 'cut',
      title: 'A link is cut, and mended',
      steps: [
        ...everyone,
        ...bothRead,
        { says: 'The link between broker1 and broker2 is cut.', cuts: ['broker1', 'broker2'] },
        { broker: 'broker1', peer: 'broker2', isLinked: false },
        { says: 'Alice publishes. Carol gets the message, and Bob’s copy waits in the outbox.', who: 'alice', sends: 'PUBLISH:news:Hi' },
        { who: 'carol', gets: 'MSG:news:Hi' },
        { broker: 'broker1', peer: 'broker2', waiting: 1 },
        { says: 'The link is mended. A broker that has lost a link dials again at least every 2 s.', heals: true },
        { who: 'bob', gets: 'MSG:news:Hi' },
        { broker: 'broker1', peer: 'broker2', waiting: 0 },
      ],
      shown:
        'Bob got it once, later. In this page both sides notice a cut at once. With a real cable nobody is told, and a ping has to find out.',
      ends: { bob: ['MSG:news:Hi'], carol: ['MSG:news:Hi'] },
    },
    {
      id: 'kill',
      title: 'A broker is killed',
      steps: [
        ...everyone,
        ...bothRead,
        { says: 'broker2 is killed, and Bob loses his connection.', kills: 'broker2' },
        { who: 'bob', isClosed: 1006 },
        { broker: 'broker1', peer: 'broker2', isLinked: false },
        {
          says: 'broker1 remembers what broker2 wanted, so this message waits for it.',
          who: 'alice',
          sends: 'PUBLISH:news:While you were away',
        },
        { broker: 'broker1', peer: 'broker2', waiting: 1 },
        { says: 'broker2 starts again, on its own file.', starts: 'broker2' },
        { broker: 'broker1', peer: 'broker2', waiting: 0, isLinked: true },
        { who: 'bob', connects: true },
        ...logins({ bob: 'bob' }),
        { says: 'Bob asks for what he missed.', who: 'bob', sends: '@since=0 SUBSCRIBE:news' },
        { who: 'bob', gets: '@…MSG:news:While you were away' },
      ],
      shown: 'The message that Alice had her OK for was queued on broker1’s disk. Now it is on broker2’s.',
      ends: {
        bob: ['@…recovered=1… OK:SUBSCRIBE:news', '@…from=alice@broker1… MSG:news:While you were away'],
        carol: ['MSG:news:While you were away'],
      },
    },
    {
      id: 'address',
      title: 'To Bob, on broker2',
      steps: [
        ...everyone,
        { says: 'Alice writes to a user of another broker.', who: 'alice', sends: 'PUBLISH:@bob@broker2:Hi' },
        { who: 'bob', gets: 'MSG:@alice@broker1:Hi' },
        { says: 'Bob answers to the address it came from.', who: 'bob', sends: 'PUBLISH:@alice@broker1:Hi, Alice' },
        { who: 'alice', gets: 'MSG:@bob@broker2:Hi, Alice' },
        { says: 'Alice also writes to a broker that nobody knows.', who: 'alice', sends: 'PUBLISH:@bob@broker9:Hi' },
        { who: 'alice', gets: 'ERROR:UNREACHABLE:…' },
      ],
      shown: 'Each sees the other under an address that they can answer to.',
      ends: { alice: ['MSG:@bob@broker2:Hi, Alice', 'ERROR:UNREACHABLE:…'], bob: ['MSG:@alice@broker1:Hi'] },
    },
  ],
};
