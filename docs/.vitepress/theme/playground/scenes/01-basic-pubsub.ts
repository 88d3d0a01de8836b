// Chapter 1: who gets a message, and who doesn't.

import type { StageScenes } from '../scene.ts';

const BIG = `PUBLISH:news:${'big news '.repeat(120)}`;

export const scenes: StageScenes = {
  clients: [
    { name: 'alice', ready: ['PUBLISH:news:Hi', 'PUBLISH:sport:1 to 0', 'hello'] },
    { name: 'bob', ready: ['SUBSCRIBE:news', 'UNSUBSCRIBE:news', 'PUBLISH:news:Hi, Alice'] },
    { name: 'dave', ready: ['SUBSCRIBE:sport', 'SUBSCRIBE:news', 'SUBSCRIBE:'] },
  ],
  scenes: [
    {
      id: 'fan-out',
      title: 'One message, two subscribers',
      steps: [
        { says: 'Bob and Dave subscribe to news.', who: 'bob', sends: 'SUBSCRIBE:news' },
        { who: 'dave', sends: 'SUBSCRIBE:news' },
        { says: 'Alice publishes once. She is not subscribed.', who: 'alice', sends: 'PUBLISH:news:Hi' },
        { says: 'The broker looks up the subscribers of news, and sends each a copy.', who: 'bob', gets: 'MSG:news:Hi' },
        { who: 'dave', gets: 'MSG:news:Hi' },
      ],
      shown: 'One PUBLISH went in, and two MSGs came out. Alice got nothing: she had not subscribed.',
      ends: { alice: [], bob: ['MSG:news:Hi'], dave: ['MSG:news:Hi'] },
    },
    {
      id: 'twice',
      title: 'Bob subscribes twice',
      steps: [
        { says: 'Bob subscribes to news, and then once more.', who: 'bob', sends: ['SUBSCRIBE:news', 'SUBSCRIBE:news'] },
        { says: 'He is in the table only once. Alice publishes.', who: 'alice', sends: 'PUBLISH:news:Hi' },
        { who: 'bob', gets: 'MSG:news:Hi' },
        {
          says: 'Alice publishes again, to see whether a second copy of the first message arrives before this one.',
          who: 'alice',
          sends: 'PUBLISH:news:Bye',
        },
        { who: 'bob', gets: 'MSG:news:Bye' },
      ],
      shown: 'Bob got one copy of each message: a second SUBSCRIBE changes nothing.',
      ends: { bob: ['MSG:news:Hi', 'MSG:news:Bye'] },
    },
    {
      id: 'too-late',
      title: 'Dave comes too late',
      steps: [
        { says: 'Alice publishes to sport, where nobody listens.', who: 'alice', sends: 'PUBLISH:sport:1 to 0' },
        { says: 'Now Dave subscribes to sport.', who: 'dave', sends: 'SUBSCRIBE:sport' },
        { says: 'The first message is gone. Alice publishes another.', who: 'alice', sends: 'PUBLISH:sport:2 to 0' },
        { who: 'dave', gets: 'MSG:sport:2 to 0' },
      ],
      shown: 'Dave got only the second message. This broker keeps no messages: delivery is at most once.',
      ends: { dave: ['MSG:sport:2 to 0'] },
    },
    {
      id: 'slow-reader',
      title: 'Bob stops reading',
      settings: { MAX_BUFFER_BYTES: '4000' },
      steps: [
        { says: 'Bob and Dave subscribe to news.', who: 'bob', sends: 'SUBSCRIBE:news' },
        { who: 'dave', sends: 'SUBSCRIBE:news' },
        { says: 'Bob’s program hangs: his connection stays open, but nobody reads from it.', who: 'bob', reads: false },
        {
          says: 'Alice goes on publishing. Bob’s copies pile up in the broker, which here keeps at most 4,000 bytes.',
          who: 'alice',
          sends: BIG,
        },
        { who: 'alice', sends: BIG },
        { who: 'alice', sends: BIG },
        { who: 'alice', sends: BIG },
        { who: 'alice', sends: BIG },
        { says: 'That is too much: the broker cuts Bob off, and forgets him.', who: 'bob', isClosed: 1006 },
        { says: 'Dave kept reading, and has missed nothing.', who: 'alice', sends: 'PUBLISH:news:the end' },
        { who: 'dave', gets: 'MSG:news:the end' },
      ],
      shown: 'Bob’s messages piled up in the broker’s memory, until it cut him off to protect the others.',
      ends: { bob: [], dave: [...Array<string>(5).fill('MSG:news:big news …'), 'MSG:news:the end'] },
    },
    {
      id: 'leave',
      title: 'Bob leaves without a word',
      steps: [
        { says: 'Bob and Dave subscribe to news.', who: 'bob', sends: 'SUBSCRIBE:news' },
        { who: 'dave', sends: 'SUBSCRIBE:news' },
        { says: 'Bob’s connection breaks, and his entry in the table goes with it.', who: 'bob', leaves: 'vanish' },
        { who: 'alice', sends: 'PUBLISH:news:Hi' },
        { who: 'dave', gets: 'MSG:news:Hi' },
        { says: 'Bob comes back as a new session, which is subscribed to nothing.', who: 'bob', connects: true },
        { who: 'alice', sends: 'PUBLISH:news:Are you there?' },
        { who: 'dave', gets: 'MSG:news:Are you there?' },
      ],
      shown: 'A session that goes away leaves nothing behind, and Bob found nothing when he came back.',
      ends: { bob: [], dave: ['MSG:news:Hi', 'MSG:news:Are you there?'] },
    },
    {
      id: 'refusals',
      title: 'Frames that make no sense',
      steps: [
        { says: 'Alice sends text that is not a frame.', who: 'alice', sends: 'hello' },
        { who: 'alice', gets: 'ERROR:BAD_FRAME:…' },
        { says: 'She sends a verb that this broker doesn’t know.', who: 'alice', sends: 'SHOUT:news:Hi' },
        { who: 'alice', gets: 'ERROR:UNKNOWN_COMMAND:…' },
        { says: 'She sends a name that no channel can have.', who: 'alice', sends: 'SUBSCRIBE:news..' },
        { who: 'alice', gets: 'ERROR:BAD_CHANNEL:…' },
      ],
      shown: 'The broker answers each with a code and a text for people, and keeps the connection open.',
      ends: { alice: ['ERROR:BAD_FRAME:…', 'ERROR:UNKNOWN_COMMAND:…', 'ERROR:BAD_CHANNEL:…'] },
    },
  ],
};
