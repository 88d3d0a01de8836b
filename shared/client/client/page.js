// What all the others use: the page's id, its elements, and its one place for errors.

/** Ids of messages begin with it, so that they are unique among everything that a user publishes anywhere (P3-4). */
const PAGE_ID = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(36).padStart(2, '0')).join('');

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`client.html has no element with the id ${id}`);
  return found;
}

/**
 * @param {string} id
 * @returns {HTMLInputElement}
 */
function field(id) {
  const found = element(id);
  if (!(found instanceof HTMLInputElement)) throw new Error(`#${id} is not an input`);
  return found;
}

/**
 * A new element, always with text and never with HTML: whatever others have written is shown as it is.
 * @param {string} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElement}
 */
function make(tag, className = '', text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/**
 * A button beside the one action of a form.
 * @param {string} text
 * @param {() => void} act
 */
function makeButton(text, act) {
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'plain', textContent: text, onclick: act });
  return button;
}

/**
 * The one place for errors, which says what was refused, and why. An empty text clears it.
 * @param {string} text
 */
function refuse(text) {
  element('refusal').textContent = text;
}
