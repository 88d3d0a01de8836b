// What the task in exercise/cursor.ts must do, seen from inside.

import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { consumerAfter } from '#cursor';

const SUBJECT = 'chat.channel.news';

export const checks: TaskChecks = {
  '7.2': {
    'it begins after the cursor': () => {
      const { deliver_policy, opt_start_seq } = consumerAfter(41, SUBJECT);
      same(
        deliver_policy,
        'by_start_sequence',
        'the consumer does not begin at a sequence',
        'deliver_policy is DeliverPolicy.StartSequence; by default a consumer begins with the first message of all',
      );
      same(
        opt_start_seq,
        42,
        'after 41, the consumer does not begin at 42',
        'opt_start_seq is the first that is delivered: one more than seq',
      );
      same(consumerAfter(0, SUBJECT).opt_start_seq, 1, 'after 0, the consumer does not begin at 1', 'opt_start_seq: seq + 1');
    },
    'it takes one subject, or the whole stream': () => {
      same(consumerAfter(1, SUBJECT).filter_subject, SUBJECT, 'the consumer takes other subjects too', 'filter_subject is the subject');
      same(
        'filter_subject' in consumerAfter(1, undefined),
        false,
        'a consumer of the whole stream has a filter',
        'leave filter_subject out where there is no subject: undefined is not allowed there',
      );
    },
    'nothing is acknowledged': () => {
      same(
        consumerAfter(1, SUBJECT).ack_policy,
        'none',
        'the consumer waits for acknowledgements',
        'ack_policy is AckPolicy.None: nobody acknowledges, and what is not acknowledged is delivered again',
      );
    },
    'it leaves nothing behind': () => {
      const { inactive_threshold = 0, mem_storage, durable_name } = consumerAfter(1, SUBJECT);
      same(
        inactive_threshold >= 1e9 && inactive_threshold <= 60e9,
        true,
        'the consumer of a broker that was killed does not end within a minute, or ends while it is read',
        'inactive_threshold is in nanoseconds: nanos(ABANDONED_MS)',
      );
      same(mem_storage, true, 'the server writes the consumer to its disk', 'mem_storage: true: it is needed for a moment only');
      same(durable_name, undefined, 'the consumer is durable', 'give no durable_name: such a consumer stays until somebody deletes it');
    },
  },
};
