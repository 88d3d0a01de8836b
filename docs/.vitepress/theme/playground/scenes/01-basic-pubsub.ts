// Chapter 1: who gets a message, and who does not.

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
        { says: 'The broker looks news up, and sends each of its subscribers a copy.', who: 'bob', gets: 'MSG:news:Hi' },
        { who: 'dave', gets: 'MSG:news:Hi' },
      ],
      shown: 'One PUBLISH went in, and two MSG came out. Alice got nothing: she did not subscribe.',
      ends: { alice: [], bob: ['MSG:news:Hi'], dave: ['MSG:news:Hi'] },
    },
    {
      id: 'twice',
      title: 'Bob subscribes twice',
      steps: [
        { says: 'Bob subscribes to news, and then once more.', who: 'bob', sends: ['SUBSCRIBE:news', 'SUBSCRIBE:news'] },
        { says: 'The table has him once. Alice publishes.', who: 'alice', sends: 'PUBLISH:news:Hi' },
        { who: 'bob', gets: 'MSG:news:Hi' },
        { says: 'A second message, to see whether a copy of the first comes before it.', who: 'alice', sends: 'PUBLISH:news:Bye' },
        { who: 'bob', gets: 'MSG:news:Bye' },
      ],
      shown: 'Bob got one copy of each: a second SUBSCRIBE changes nothing.',
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
      shown: 'Dave got only the second message. This broker keeps none: delivery is at most once.',
      ends: { dave: ['MSG:sport:2 to 0'] },
    },
    {
      id: 'slow-reader',
      title: 'Bob stops reading',
      settings: { MAX_BUFFER_BYTES: '4000' },
      steps: [
        { says: 'Bob and Dave subscribe to news.', who: 'bob', sends: 'SUBSCRIBE:news' },
        { who: 'dave', sends: 'SUBSCRIBE:news' },
        { says: 'Bob’s program hangs: his connection is open, and nobody reads from it.', who: 'bob', reads: false },
        { says: 'Alice goes on. Bob’s copies pile up in the broker, which keeps at most 4,000 bytes here.', who: 'alice', sends: BIG },
        { who: 'alice', sends: BIG },
        { who: 'alice', sends: BIG },
        { who: 'alice', sends: BIG },
        { who: 'alice', sends: BIG },
        { says: 'Too much: the broker cuts Bob off, and forgets him.', who: 'bob', isClosed: 1006 },
        { says: 'Dave reads, and has missed nothing.', who: 'alice', sends: 'PUBLISH:news:the end' },
        { who: 'dave', gets: 'MSG:news:the end' },
      ],
      shown: 'Bob’s copies piled up in the broker’s memory, until it cut him off to save the others.',
      ends: { bob: [], dave: [...Array<string>(5).fill('MSG:news:big news …'), 'MSG:news:the end'] },
    },
    {
      id: 'leave',
      title: 'Bob goes, without a word',
      steps: [
        { says: 'Bob and Dave subscribe to news.', who: 'bob', sends: 'SUBSCRIBE:news' },
        { who: 'dave', sends: 'SUBSCRIBE:news' },
        { says: 'Bob’s connection breaks. His entry in the table goes with it.', who: 'bob', leaves: 'vanish' },
        { who: 'alice', sends: 'PUBLISH:news:Hi' },
        { who: 'dave', gets: 'MSG:news:Hi' },
        { says: 'Bob comes back, as a new session that is subscribed to nothing.', who: 'bob', connects: true },
        { who: 'alice', sends: 'PUBLISH:news:Are you there?' },
        { who: 'dave', gets: 'MSG:news:Are you there?' },
      ],
      shown: 'A session that goes leaves nothing behind, and finds nothing when it comes back.',
      ends: { bob: [], dave: ['MSG:news:Hi', 'MSG:news:Are you there?'] },
    },
    {
      id: 'refusals',
      title: 'What makes no sense',
      steps: [
        { says: 'Alice sends something that is no frame.', who: 'alice', sends: 'hello' },
        { who: 'alice', gets: 'ERROR:BAD_FRAME:…' },
        { says: 'A verb that this broker does not have.', who: 'alice', sends: 'SHOUT:news:Hi' },
        { who: 'alice', gets: 'ERROR:UNKNOWN_COMMAND:…' },
        { says: 'A name that no channel can have.', who: 'alice', sends: 'SUBSCRIBE:news..' },
        { who: 'alice', gets: 'ERROR:BAD_CHANNEL:…' },
      ],
      shown: 'Each is answered with a code and a text for people, and the connection stays open.',
      ends: { alice: ['ERROR:BAD_FRAME:…', 'ERROR:UNKNOWN_COMMAND:…', 'ERROR:BAD_CHANNEL:…'] },
    },
  ],
};
