// Shows every frame that crosses the wire, as it is.

/** How many lines the log keeps. */
const LOG_LINES = 500;
const ARROWS = { out: '→', in: '←', 'in error': '←', note: '·' };

/** Lines that haven't been drawn yet. @type {HTMLElement[]} */
let newLines = [];

/**
 * @param {keyof typeof ARROWS} kind
 * @param {string} text
 */
function log(kind, text) {
  const time = new Date().toTimeString().slice(0, 8);
  newLines.push(make('li', kind, `${time} ${ARROWS[kind]} ${masked(text)}`));
  if (newLines.length > LOG_LINES) newLines.shift();
  changed();
}

/**
 * People read a log over each other's shoulders, and paste it into questions. So it shows no token, nor anything that may be one (P4-14).
 * @param {string} text
 */
function masked(text) {
  return text.replace(/^((?:@\S* )?AUTH:).+/s, '$1•••').replace(/\beyJ[\w-]*\.[\w.-]*/g, '•••');
}

function drawLog() {
  if (newLines.length === 0) return;
  const list = element('log');
  keepingItsEnd(list, () => {
    list.append(...newLines);
    newLines = [];
    while (list.childElementCount > LOG_LINES) list.firstElementChild?.remove();
  });
}
