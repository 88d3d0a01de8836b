// What the panes show: the state of a playground, as plain objects that are made anew at each change, because Vue wants that.

import type { SessionRow, Snapshot } from '@workshop/page';
import type { Play } from './play.ts';
import { type Direction, HALFWAY, type LogEntry } from './wires.ts';

export interface WireView {
  readonly frame: { readonly id: number; readonly direction: Direction; readonly text: string; readonly place: number } | undefined;
  /** How many frames wait behind it. */
  readonly waiting: number;
}

export interface ClientView {
  readonly name: string;
  readonly broker: string;
  readonly state: 'away' | 'connecting' | 'connected';
  readonly closeCode: number | undefined;
  readonly isReading: boolean;
  /** Its channels, as its broker has them. */
  readonly channels: readonly string[];
  readonly got: readonly LogEntry[];
  readonly canVanish: boolean;
}

interface Section {
  readonly title: string;
  /** The text when it has no rows. If that is empty, the section is left out. */
  readonly empty: string;
  readonly rows: readonly Row[];
}

interface Row {
  /** Made from its text: with another text, it is another row. */
  readonly key: string;
  readonly name: string;
  readonly value: string;
  /** How long its clock runs from when the row came, in ms. */
  readonly clock?: number;
}

export interface BrokerView {
  readonly name: string;
  readonly isUp: boolean;
  readonly sections: readonly Section[];
}

/** How many messages of a log are shown. */
const LAST = 6;

export function clientsOf(play: Play): ClientView[] {
  return Array.from(play.wires.clients.values(), ({ name, state, closeCode, isReading, got, line }) => {
    const broker = play.brokerOf(name);
    const tables = play.brokers?.all.find((each) => each.name === broker)?.tables;
    const channels = tables?.sessions.find(({ connection }) => connection === line?.id)?.channels ?? [];
    return { name, broker, state, closeCode, isReading, channels, got: [...got], canVanish: line?.vanish !== undefined };
  });
}

/** The wires, by the names of their clients. @param isStill shows frames halfway all the time */
export function wiresOf({ wires }: Play, isStill: boolean): Map<string, WireView> {
  const views = Array.from(wires.clients.values(), ({ name, wire: [first, ...others] }): [string, WireView] => {
    const frame = first && { id: first.id, direction: first.direction, text: first.text, place: isStill ? HALFWAY : wires.placeOf(first) };
    return [name, { frame, waiting: others.length }];
  });
  return new Map(views);
}

export function brokersOf(play: Play): BrokerView[] {
  return (play.brokers?.all ?? []).map(({ name, page, tables }) => ({
    name,
    isUp: page !== undefined,
    sections: tables ? sectionsOf(play, tables) : [],
  }));
}

function sectionsOf(play: Play, { sessions, channels, log, peers }: Snapshot): Section[] {
  const { stage } = play;
  const names = (connections: readonly number[]) => connections.map((connection) => play.nameOf(connection)).join(', ');
  const kept = (isInbox: boolean) =>
    log
      .filter(({ key }) => key.startsWith('@') === isInbox)
      .slice(-LAST)
      .map(({ key, seq, body }) => row(`${key} ${seq}`, body));
  const readers = Object.entries(channels).map(([channel, connections]) => row(channel, names(connections)));
  const typing = sessions.flatMap((session) => session.typing.map((channel) => typingRow(play, play.nameOf(session.connection), channel)));
  const links = peers.map(({ name, isLinked, interest, waiting }) => {
    return row(name, `${isLinked ? 'linked' : 'not linked'}, wants ${interest.join(', ') || 'nothing'}, outbox ${waiting}`);
  });
  const sections: (Section | false)[] = [
    stage >= '06' && { title: 'Its peers', empty: 'none was linked yet', rows: links },
    stage === '05-private' && { title: 'Devices of each user', empty: 'nobody has logged in', rows: devices(play, sessions) },
    stage >= '05' && { title: 'Inboxes', empty: stage === '05-private' ? 'nothing is stored' : '', rows: kept(true) },
    { title: 'Who reads what', empty: stage === '05-private' ? '' : 'nobody is subscribed', rows: readers },
    stage === '03-auth' && { title: 'Sessions', empty: 'nobody is connected', rows: sessions.map((session) => sessionRow(play, session)) },
    stage >= '04' && { title: 'Who is typing', empty: stage === '04-typing' ? 'nobody' : '', rows: typing },
    stage >= '02' && { title: 'The log', empty: stage === '05-private' ? '' : 'nothing is stored', rows: kept(false) },
  ];
  return sections.filter((section) => section !== false).filter(({ empty, rows }) => rows.length > 0 || empty !== '');
}

const row = (name: string, value: string): Row => ({ key: `${name} ${value}`, name, value });

function sessionRow(play: Play, { user, connection }: SessionRow): Row {
  return row(play.nameOf(connection), user === undefined ? 'has no user' : `is ${user}`);
}

function devices(play: Play, sessions: readonly SessionRow[]): Row[] {
  const users = Map.groupBy(sessions, ({ user }) => user);
  users.delete(undefined);
  return Array.from(users, ([user = '', own]) => row(user, own.map(({ connection }) => play.nameOf(connection)).join(', ')));
}

const TYPING_EXPIRY_MS = 6000;

/** The clock of a typist began with the last frame that said so. */
function typingRow(play: Play, who: string, channel: string): Row {
  const said = play.wires.log.findLast((entry) => {
    return entry.who === who && entry.kind === 'to-broker' && entry.text.endsWith(`USER_TYPING:${channel}`);
  });
  const clock = Number(play.scene?.settings?.['TYPING_EXPIRY_MS'] ?? TYPING_EXPIRY_MS);
  return { key: `${who} ${channel} ${said?.id}`, name: who, value: channel, clock };
}
