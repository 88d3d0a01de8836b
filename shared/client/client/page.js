// What all the other scripts use: the page's id, its elements, and the one place where it shows errors.

/** The ids of messages begin with this id, so that they are unique among everything that a user publishes anywhere (P3-4). */
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
 * Makes an element with text, never with HTML, so that whatever others have written is shown as it is.
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
 * Makes a button for something other than the one action of a form.
 * @param {string} text
 * @param {() => void} act
 */
function makeButton(text, act) {
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'plain', textContent: text, onclick: act });
  return button;
}

/**
 * Shows what was refused, and why, in the one place for errors. An empty text clears it.
 * @param {string} text
 */
function refuse(text) {
  element('refusal').textContent = text;
}
