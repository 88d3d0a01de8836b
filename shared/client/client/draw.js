// Draws the page from the state: the header and the list of conversations.

let drawingSoon = false;

/** Draws the page soon, at most once per animation frame however much arrives. A hidden page has no frames, but it has a title. */
function changed() {
  if (drawingSoon) return;
  drawingSoon = true;
  if (document.hidden) setTimeout(draw, 250);
  else requestAnimationFrame(draw);
}

function draw() {
  drawingSoon = false;
  if (selected && !document.hidden) readUpTo(selected, selected.newest);
  drawUser();
  drawConversations();
  drawPatterns();
  drawMessages();
  drawTyping();
  drawLog();
}

/**
 * Shows the state of the link.
 * @param {'connecting' | 'connected' | 'login' | 'reconnecting' | 'disconnected'} state
 * @param {string} text
 */
function show(state, text) {
  element('status').dataset['state'] = state;
  element('status').textContent = text;
  if (state === 'connected') element('login').hidden = true;
  changed();
}

function drawUser() {
  const unread = Array.from(conversations.values(), (conversation) => conversation.unread).reduce((sum, count) => sum + count, 0);
  document.title = `${unread > 0 ? `(${unread}) ` : ''}${user === undefined ? '' : `${user} – `}Messaging client`;
  element('nobody').textContent = whyNobody();
  element('user').hidden = user === undefined;
  element('user-name').textContent = user ?? '';
  const expiry = token === undefined ? undefined : expiryOf(token);
  element('user-until').textContent = token === undefined ? 'session ended' : expiry === undefined ? '' : `until ${formatTime(expiry)}`;
}

/** The reason why no user is shown. */
function whyNobody() {
  if (user !== undefined || !link) return '';
  if (link.state === 'login') return 'Nobody is logged in';
  if (link.state !== 'ready') return '';
  return link.tagged ? 'This broker has no users' : 'This broker has no users, and keeps no messages';
}

function drawConversations() {
  const lists = { channel: element('channels'), address: element('channels'), person: element('people') };
  for (const conversation of conversations.values()) {
    conversation.button ??= conversationButton(conversation, lists[conversation.kind]);
    const { button, unread } = conversation;
    button.ariaCurrent = String(conversation === selected);
    button.querySelector('.unread')?.replaceChildren(String(unread));
    button.querySelector('.count')?.toggleAttribute('hidden', unread === 0);
  }
  for (const list of [element('channels'), element('people')]) list.parentElement?.toggleAttribute('hidden', list.childElementCount === 0);
}

/**
 * @param {Conversation} conversation
 * @param {HTMLElement} list
 */
function conversationButton(conversation, list) {
  const button = makeButton('', () => {
    refuse('');
    openConversation(conversation);
  });
  button.className = 'conversation';
  const count = make('span', 'count');
  count.append(make('span', 'unread'), make('span', 'unseen', ' unread'));
  button.append(make('span', 'name', conversation.name), count);
  const item = make('li');
  item.append(button);
  list.append(item);
  return button;
}

let drawnPatterns = '';

function drawPatterns() {
  const list = element('patterns');
  list.parentElement?.toggleAttribute('hidden', patterns.size === 0);
  if (drawnPatterns === [...patterns].join(' ')) return;
  drawnPatterns = [...patterns].join(' ');
  list.replaceChildren(...Array.from(patterns, patternItem));
}

/** @param {string} pattern */
function patternItem(pattern) {
  const item = make('li', 'pattern', pattern);
  const button = makeButton('Leave', () => void leavePattern(pattern));
  button.ariaLabel = `Leave ${pattern}`;
  item.append(button);
  return item;
}

function drawTyping() {
  const names = [...(typists.get(selected?.name ?? '') ?? [])];
  const who = names.length > 3 ? `${names.length} people` : names.join(names.length === 2 ? ' and ' : ', ');
  element('typing').textContent = names.length === 0 ? '' : `${who} ${names.length === 1 ? 'is' : 'are'} typing`;
}
