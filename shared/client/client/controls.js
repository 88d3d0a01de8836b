// What a person can do, and how the page starts. This script is the last one, so all the others have been loaded.

/**
 * @param {string} id the form's
 * @param {() => void} act the form's one action
 */
function onSubmit(id, act) {
  element(id).addEventListener('submit', (event) => {
    event.preventDefault();
    refuse('');
    act();
  });
}

/**
 * @param {string} id of a button outside the forms
 * @param {() => void} act
 */
function onClick(id, act) {
  element(id).addEventListener('click', act);
}

onSubmit('connect', () => {
  const { value } = field('address');
  if (value !== connectedTo) startOver();
  connect(value);
});

/** Forgets the messages, since another broker has others, but keeps the channels that we want to read. */
function startOver() {
  const names = [...conversations.values()].filter(({ wanted }) => wanted).map(({ name }) => name);
  const unused = token === undefined ? offered : undefined; // a token that one broker accepted must not be shown to another
  hangUp();
  forget();
  offered = unused;
  for (const name of names) join(name);
}

onSubmit('join', () => {
  join(field('channel').value.trim());
  field('channel').value = '';
  element('subscribe').textContent = 'Subscribe';
});

onSubmit('login-form', () => {
  offered = readToken(field('token').value);
  offerToken();
});

onSubmit('compose', () => {
  if (selected === undefined) return refuse('Subscribe to a channel first.');
  if (!publish(selected, field('body').value)) return;
  atEnd.add(element('scroller'));
  field('body').value = '';
  typing = undefined; // publishing ends the typing (P5-5)
});

onSubmit('raw-form', () => {
  const frame = field('raw').value;
  if (frame.includes('AUTH:')) offered = readToken(frame);
  send(frame);
});

field('channel').addEventListener('input', () => {
  element('subscribe').textContent = field('channel').value.includes('@') ? 'Open' : 'Subscribe';
});
field('body').addEventListener('input', () => void keyTyped());
onClick('leave', () => selected && leave(selected));
onClick('older', () => selected && void loadOlder(selected));
onClick('renew', () => {
  element('login').hidden = !element('login').hidden;
  element('login-why').textContent = '';
  if (!element('login').hidden) field('token').focus();
});
onClick('log-out', logOut);
onClick('clear-log', () => element('log').replaceChildren());
onClick('dismiss', () => refuse(''));
document.addEventListener('visibilitychange', draw);
window.addEventListener('hashchange', () => takeTokenFromAddress() && offerToken());

field('address').value = homeAddress;
takeTokenFromAddress();
setInterval(beat, BEATS.ms);
connect(homeAddress);
