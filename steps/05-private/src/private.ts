// Stage 05: private messages. They go to users, not to sockets: to every device that is there, and to an inbox for those that are not.

import { type Command, type Feature, type Outcome, Packet, type Session } from '01-basic-pubsub';
import {
  countOf,
  Journal,
  makeId,
  type MessageStore,
  type Publication,
  receiptOf,
  tagsOf,
  typistsOf,
  userOf,
  type UserSession,
} from '04-typing';
import { type Frame, isName, quote, Refusal, requireBody, requireNoBody, requireTarget } from '@workshop/protocol';

/** A session of a user, who may have more. */
interface Device extends UserSession {
  /** The newest seq of the user's inbox when what comes into it began to come here. */
  inboxStart?: number;
}

/** A message from a user to a user. Its channel is whom it is for, such as `@bob`. */
interface PrivateMessage extends Publication {
  publisher?: Session | undefined;
  /** The MSG that goes out to those who have the message in this inbox. */
  copies?: Map<string, Packet>;
}

/** @param retain how many messages of each inbox are kept */
export function privateMessages(store: MessageStore, retain: number): Feature<Device, PrivateMessage> {
  return (broker) => {
    const journal = new Journal(broker, store, retain);
    const typists = typistsOf(broker);
    /** The sessions of each user who is there, by inbox. A user is not a session: the second tab does not replace the first. */
    const devices = new Map<string, Set<Device>>();

    /** A session has a user from now on. What comes into the inbox comes here, without a SUBSCRIBE (P6-1). */
    function join(session: Device): void {
      // #region join
      const inbox = inboxOf(session);
      devices.set(inbox, (devices.get(inbox) ?? new Set()).add(session));
      session.inboxStart = journal.newest(inbox);
      // #endregion join
    }

    /** A session has gone away. Its user's others are still there. */
    function leave(session: Device): void {
      if (session.user === undefined) return;
      const inbox = inboxOf(session);
      devices.get(inbox)?.delete(session);
      if (devices.get(inbox)?.size === 0) devices.delete(inbox);
    }

    /**
     * Both users keep a message, each in their inbox, under the other's name and with a seq of its own; whether they are there or
     * not, and whether there is such a user or not (P6-3, P6-9). The publisher's OK has the seq of the publisher's inbox.
     */
    function keep(message: PrivateMessage, from: string, id: string): void {
      // #region inboxes
      const { channel, body, time = Date.now() } = message;
      const stamped = { id, from, time, body };
      message.copies = new Map();
      for (const [inbox, target] of partiesOf(from, channel)) {
        const seq = journal.append(inbox, { ...stamped, target });
        message.copies.set(inbox, new Packet({ verb: 'MSG', target, body, tags: tagsOf({ ...stamped, seq }) }));
        if (inbox === `@${from}`) message.receipt = receiptOf({ seq, id });
      }
      // #endregion inboxes
    }

    /** Whether a message with its publisher's own id is in one of the two inboxes already (P3-6). The other may have forgotten it. */
    function isRepeat(message: PrivateMessage, from: string, id: string): boolean {
      const find = ([inbox, target]: readonly [string, string]) => journal.find(inbox, { id, from, target });
      const [sent, received] = [...partiesOf(from, message.channel)].map(find);
      const seq = sent ?? received;
      if (seq === undefined) return false;
      message.duplicate = true;
      message.receipt = new Map([...receiptOf({ seq, id }), ['dup', '1']]);
      return true;
    }

    /** PUBLISH:@bob:<body> comes out as MSG:@alice:<body> on bob's devices, and as MSG:@bob:<body> on alice's others (P6-1, P6-2). */
    function deliver({ copies, publisher }: PrivateMessage): void {
      // #region devices
      for (const [inbox, packet] of copies ?? [])
        for (const session of devices.get(inbox) ?? []) if (session !== publisher) session.send(packet);
      // #endregion devices
    }

    /** SUBSCRIBE:@alice resumes alice's own inbox, which is live since AUTH; nobody else's (P6-4, P6-5). */
    function resume(session: Device, frame: Frame, inbox: string): Outcome | Promise<Outcome> {
      // #region resume
      if (inbox !== inboxOf(session)) throw new Refusal('FORBIDDEN', `${inbox} is not your inbox: yours is ${inboxOf(session)}`);
      return journal.subscribe(session, frame, { key: inbox, start: session.inboxStart, goLive() {} });
      // #endregion resume
    }

    /** HISTORY:@bob:<count> shows alice what of her own inbox is between bob and her (P6-6). No other inbox is ever read. */
    function converse(session: Device, frame: Frame, user: string, count: number): Promise<Outcome> {
      // #region conversation
      return journal.history(session, frame, { key: inboxOf(session), count, target: user });
      // #endregion conversation
    }

    /** A command that takes a user, where the older one of its name takes a channel. */
    function forUsers(verb: string, command: Command<Device>): Record<string, Command<Device>> {
      const forChannels = broker.commands.get(verb);
      return { [verb]: (session, frame) => (frame.target?.startsWith('@') ? command : (forChannels ?? command))(session, frame) };
    }

    return {
      commands: {
        ...forUsers('PUBLISH', (session, frame) => {
          const target = requireTarget(frame);
          const body = requireBody(frame);
          return broker.publish({ channel: requireUser(target), body }, session, frame);
        }),
        ...forUsers('SUBSCRIBE', (session, frame) => resume(session, frame, userAlone(frame))),
        ...forUsers('UNSUBSCRIBE', (_session, frame) => {
          throw new Refusal('FORBIDDEN', `${userAlone(frame)} is an inbox, and nobody unsubscribes from one`);
        }),
        ...forUsers('HISTORY', (session, frame) => {
          const target = requireTarget(frame);
          const count = countOf(frame);
          return converse(session, frame, requireUser(target), count);
        }),
        ...forUsers('USER_TYPING', (session, frame) => {
          const user = userAlone(frame);
          broker.authorize(session, user, 'publish');
          typists.start(session, user, inboxOf(session)); // bob sees it where he sees her messages (P6-11)
        }),
        ...forUsers('USER_STOPPED', (session, frame) => typists.stop(userOf(session), userAlone(frame))),
      },
      login: join,
      disconnect: leave,
      readers: (channel) => devices.get(channel),
      publish: (message, session) => void (message.publisher = session),
      store(message) {
        const { channel, from, id } = message;
        if (!channel.startsWith('@') || from === undefined) return;
        if (id !== undefined && isRepeat(message, from, id)) return;
        keep(message, from, id ?? makeId());
      },
      deliver(message) {
        if (!message.copies) return;
        if (message.from !== undefined) typists.stop(message.from, message.channel); // STOPPED goes before MSG (P5-5)
        deliver(message);
      },
    };
  };
}

/** A user's inbox has the user's name for its name. */
function inboxOf(session: UserSession): string {
  return `@${userOf(session)}`;
}

/**
 * The inboxes that keep a message, and under whose name: one where a user writes to themselves (P6-10), or where the other is a user
 * of another broker, such as @bob@broker2, whose inbox is there.
 */
function partiesOf(from: string, to: string): Map<string, string> {
  const parties: [inbox: string, target: string][] = [
    [`@${from}`, to],
    [to, `@${from}`],
  ];
  return new Map(parties.filter(([inbox]) => isUser(inbox)));
}

function isUser(target: string): boolean {
  return target.startsWith('@') && isName(target.slice(1));
}

function requireUser(target: string): string {
  if (isUser(target)) return target;
  throw new Refusal('BAD_CHANNEL', `${quote(target)} is no user: write @ and one word, as in @bob`);
}

/** The user of a frame that has nothing else to say. */
function userAlone(frame: Frame): string {
  const target = requireTarget(frame);
  requireNoBody(frame);
  return requireUser(target);
}
