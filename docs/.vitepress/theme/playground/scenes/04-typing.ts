// Chapter 4: who is typing, and all the ways to stop.

import type { Step, StageScenes } from '../scene.ts';
import { logins } from './logins.ts';

const PHONE = 'alice (phone)';
const LAPTOP = 'alice (laptop)';

const everyone: Step[] = [
  { says: 'Everyone logs in and subscribes to news.', who: PHONE, logsIn: {} },
  ...logins({ [LAPTOP]: 'alice', bob: 'bob' }),
  { who: PHONE, sends: 'SUBSCRIBE:news', isAtOnce: true },
  { who: LAPTOP, sends: 'SUBSCRIBE:news', isAtOnce: true },
  { who: 'bob', sends: 'SUBSCRIBE:news' },
];

export const scenes: StageScenes = {
  clients: [
    { name: PHONE, user: 'alice', ready: ['SUBSCRIBE:news', 'USER_TYPING:news', 'PUBLISH:news:Hi'] },
    { name: LAPTOP, user: 'alice', ready: ['SUBSCRIBE:news', 'USER_TYPING:news', 'USER_STOPPED:news'] },
    { name: 'bob', ready: ['SUBSCRIBE:news', 'UNSUBSCRIBE:news', 'USER_TYPING:news'] },
  ],
  scenes: [
    {
      id: 'message',
      title: 'Alice types, and sends',
      steps: [
        ...everyone,
        { says: 'Alice is typing. Bob is told; her own laptop is not.', who: PHONE, sends: 'USER_TYPING:news' },
        { who: 'bob', gets: 'USER_TYPING:news:alice' },
        { says: 'She is still at it. A repeat extends the time, and nobody is told.', who: PHONE, sends: 'USER_TYPING:news' },
        { says: 'Her message ends it: Bob is told that she has stopped, and then gets the message.', who: PHONE, sends: 'PUBLISH:news:Hi' },
        { who: 'bob', gets: 'MSG:news:Hi' },
      ],
      shown: 'Bob was told once that she began and once that she stopped, and then he got the message.',
      ends: { bob: ['USER_TYPING:news:alice', 'USER_STOPPED:news:alice', 'MSG:news:Hi'], [LAPTOP]: ['MSG:news:Hi'] },
    },
    {
      id: 'silence',
      title: 'Alice’s network is gone',
      steps: [
        ...everyone,
        { who: LAPTOP, sends: 'USER_TYPING:news' },
        { who: 'bob', gets: 'USER_TYPING:news:alice' },
        {
          says: 'Her laptop loses its network: no goodbye, and the connection looks alive. Watch the clock in the broker.',
          who: LAPTOP,
          reads: false,
        },
        { who: 'bob', gets: 'USER_STOPPED:news:alice' },
      ],
      shown: 'After 6 s without another USER_TYPING she has stopped, although her connection is still there.',
      ends: { bob: ['USER_TYPING:news:alice', 'USER_STOPPED:news:alice'] },
    },
    {
      id: 'two-devices',
      title: 'Typing on two devices',
      steps: [
        ...everyone,
        { says: 'Alice types on both devices.', who: PHONE, sends: 'USER_TYPING:news' },
        { who: 'bob', gets: 'USER_TYPING:news:alice' },
        { who: LAPTOP, sends: 'USER_TYPING:news' },
        { says: 'She closes the laptop. Bob is told nothing.', who: LAPTOP, leaves: 'vanish' },
        { who: PHONE, sends: 'USER_TYPING:news' },
        { says: 'Now the phone goes too. It was the last session in which she typed.', who: PHONE, leaves: 'vanish' },
        { who: 'bob', gets: 'USER_STOPPED:news:alice' },
      ],
      shown: 'There is one Alice. She stopped when the last of her typing sessions was gone.',
      ends: { bob: ['USER_TYPING:news:alice', 'USER_STOPPED:news:alice'] },
    },
    {
      id: 'anew',
      title: 'An old timer must not end new typing',
      steps: [
        ...everyone,
        { says: 'Alice types.', who: PHONE, sends: 'USER_TYPING:news' },
        { who: 'bob', gets: 'USER_TYPING:news:alice' },
        { says: 'She sends her message, and begins the next one 3 s later.', who: PHONE, sends: 'PUBLISH:news:first' },
        { who: 'bob', gets: 'MSG:news:first' },
        { waits: 3000 },
        { who: PHONE, sends: 'USER_TYPING:news' },
        { says: '6 s after she began the first one, the old timer would fire. That is about now.', waits: 3500 },
        { says: 'She is still typing: Bob is not told of her repeat.', who: PHONE, sends: 'USER_TYPING:news' },
        { who: PHONE, sends: 'PUBLISH:news:second' },
        { who: 'bob', gets: 'MSG:news:second' },
      ],
      shown: 'Our broker clears the timer when the message ends the typing, so Bob saw her type the second one to its end.',
      ends: {
        bob: [
          'USER_TYPING:news:alice',
          'USER_STOPPED:news:alice',
          'MSG:news:first',
          'USER_TYPING:news:alice',
          'USER_STOPPED:news:alice',
          'MSG:news:second',
        ],
      },
    },
    {
      id: 'newcomer',
      title: 'Bob comes later',
      steps: [
        ...logins({ [PHONE]: 'alice', bob: 'bob' }),
        { who: PHONE, sends: 'SUBSCRIBE:news' },
        { says: 'Alice types. Bob is not reading the channel yet.', who: PHONE, sends: 'USER_TYPING:news' },
        { says: 'Now he subscribes, and is told who is typing.', who: 'bob', sends: 'SUBSCRIBE:news' },
        { who: 'bob', gets: 'USER_TYPING:news:alice' },
        { who: PHONE, sends: 'USER_STOPPED:news' },
        { who: 'bob', gets: 'USER_STOPPED:news:alice' },
      ],
      shown: 'A new subscriber is told who is typing, and later that she has stopped.',
      ends: { bob: ['USER_TYPING:news:alice', 'USER_STOPPED:news:alice'] },
    },
  ],
};
