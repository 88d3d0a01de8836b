// What the tasks in exercise/pubsub.ts must do, seen from inside.

import { FakeClient } from '01-basic-pubsub/test';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { Broker } from '#core';
import { Channels, type Subscriber } from '#pubsub';

function setUp() {
  const broker = new Broker();
  const join = (): FakeClient & Subscriber => new FakeClient(broker);
  return { channels: new Channels(), alice: join(), bob: join() };
}

export const checks: TaskChecks = {
  '1.2': {
    'the session is among the readers of the channel': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      same([...channels.readers('news')].length, 1, 'after subscribing, the session is not among the readers of its channel');
    },
  },
};
