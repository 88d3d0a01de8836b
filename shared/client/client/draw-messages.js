// The list of messages of the selected conversation.

/** The conversation that the list shows. @type {Conversation | undefined} */
let drawn;

function drawMessages() {
  const list = element('messages');
  const switched = drawn !== selected;
  drawn = selected;
  element('title').textContent = selected?.name ?? 'No conversation';
  element('leave').hidden = selected === undefined;
  element('leave').textContent = selected?.wanted ? 'Leave' : 'Close';
  element('older').hidden = !hasOlder(selected);
  element('empty').textContent = hintFor(selected);
  list.ariaBusy = String(switched); // keeps screen readers from reading out a whole conversation when it is opened
  if (switched) {
    list.replaceChildren();
    atEnd.add(element('scroller'));
  }
  keepingItsEnd(list, () => placeRows(list, selected?.rows ?? []));
}

/** @param {Conversation | undefined} conversation */
function hasOlder(conversation) {
  return isTagged() && conversation?.loaded === true && !conversation.complete && (conversation.oldest ?? 0) > 1;
}

/** @param {Conversation | undefined} conversation */
function hintFor(conversation) {
  if (!conversation) return 'Subscribe to a channel to see its messages.';
  if (conversation.rows.length > 0) return '';
  return conversation.kind === 'address' ? 'A channel of another broker: you can only publish to it.' : 'No messages yet.';
}

/**
 * @param {HTMLElement} list
 * @param {readonly Row[]} rows
 */
function placeRows(list, rows) {
  /** @type {HTMLElement | null} */
  let next = null;
  for (const row of rows.toReversed()) {
    const item = rowElement(row);
    if (item.parentNode !== list || item.nextSibling !== next) list.insertBefore(item, next);
    next = item;
  }
}

/** @param {Row} row */
function rowElement(row) {
  const item = (row.element ??= row.isNotice ? make('li', 'notice', row.body) : messageElement(row));
  if (row.stale && !row.isNotice) {
    item.className = ['message', row.own ? 'own' : '', row.state ?? ''].join(' ').trim();
    item.querySelector('.facts')?.replaceChildren(...factsOf(row));
  }
  row.stale = false;
  return item;
}

/** @param {Row} row */
function messageElement({ from, origin, body }) {
  const item = make('li');
  if (from !== undefined) item.append(whoElement(from, origin));
  item.append(make('div', 'body', body), make('div', 'facts'));
  return item;
}

/**
 * If a message came from another broker, `from` is alice@broker1, and `origin` names that broker again (P7-14).
 * @param {string} from
 * @param {string | undefined} origin
 */
function whoElement(from, origin) {
  const who = make('div', 'who', from);
  if (origin === undefined) return who;
  who.textContent = `${from.replace(`@${origin}`, '')} `;
  const badge = make('span', 'origin', origin);
  badge.title = `published on ${origin}`;
  who.append(badge);
  return who;
}

/**
 * What is known about a message, apart from its body.
 * @param {Row} row
 */
function factsOf(row) {
  if (row.state === 'pending') return ['sending…'];
  if (row.state === 'refused') return [`not sent: ${row.reason} `, makeButton('Send again', () => sendAgain(row))];
  const time = document.createElement('time');
  time.textContent = formatTime(row.time);
  time.dateTime = new Date(row.time).toISOString();
  const number = row.seq === undefined ? '' : ` #${row.seq}`;
  return [row.state === 'stored' ? '✓ ' : '', time, number];
}

const timeOfDay = new Intl.DateTimeFormat([], { timeStyle: 'short' });
const dateAndTime = new Intl.DateTimeFormat([], { dateStyle: 'short', timeStyle: 'short' });

/**
 * The time of day, with the date unless that is today.
 * @param {number} ms
 */
function formatTime(ms) {
  const date = new Date(ms);
  return (date.toDateString() === new Date().toDateString() ? timeOfDay : dateAndTime).format(date);
}
