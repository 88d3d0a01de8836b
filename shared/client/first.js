// The first client: it connects, subscribes, publishes, shows what arrives, and reconnects when the connection is lost.

const address = location.protocol === 'file:' ? 'ws://localhost:8765' : new URL('.', location.href).href.replace('http', 'ws');

// #region connect
const channels = new Set();
let attempts = 0;
/** @type {WebSocket} */
let socket;

function connect() {
  socket = new WebSocket(address);
  socket.addEventListener('open', () => {
    attempts = 0;
    showStatus(`Connected to ${address}`);
    for (const channel of channels) socket.send(`SUBSCRIBE:${channel}`);
  });
  socket.addEventListener('message', ({ data }) => receive(data));
  socket.addEventListener('close', connectLater);
}
// #endregion connect

// #region connect-later
function connectLater() {
  const longest = Math.min(5000, 250 * 2 ** attempts++); // ms
  const wait = longest * (0.5 + Math.random() / 2);
  showStatus(`Disconnected. Trying again in ${(wait / 1000).toFixed(1)} s`);
  setTimeout(connect, wait);
}
// #endregion connect-later

// #region receive
/** @param {string} frame a MSG or an ERROR */
function receive(frame) {
  const [, channel, body] = /^MSG:([^:]*):(.*)$/s.exec(frame) ?? [];
  const line = document.createElement('li');
  line.textContent = channel === undefined ? frame : `${channel}: ${body}`;
  document.querySelector('ol')?.append(line);
}
// #endregion receive

// #region send
for (const form of document.forms) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const channel = form['channel'].value;
    if (form.id === 'subscribe') channels.add(channel);
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.send(form.id === 'subscribe' ? `SUBSCRIBE:${channel}` : `PUBLISH:${channel}:${form['body'].value}`);
    if (form.id === 'publish') form['body'].value = '';
  });
}
// #endregion send

/** @param {string} text */
function showStatus(text) {
  document.querySelector('output')?.replaceChildren(text);
}

connect();
