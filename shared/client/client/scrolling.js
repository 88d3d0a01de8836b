// Keeps a growing list at its end, or at the place that its reader has scrolled to.

/** The lists that are showing their end. @type {Set<Element>} */
const atEnd = new Set(document.querySelectorAll('.scroller'));

for (const scroller of atEnd) {
  scroller.addEventListener('scroll', () => {
    if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 8) atEnd.add(scroller);
    else atEnd.delete(scroller);
  });
  // When a line appears below the list, or the window changes its size, the end stays in view.
  new ResizeObserver(() => atEnd.has(scroller) && scroller.scrollTo(0, scroller.scrollHeight)).observe(scroller);
}

/**
 * Changes a list, and stays at its end if its reader is there, or else at what they are reading.
 * @param {HTMLElement} list
 * @param {() => void} change
 */
function keepingItsEnd(list, change) {
  const scroller = list.closest('.scroller');
  const first = list.querySelector('li');
  const before = first?.offsetTop ?? 0;
  change();
  if (!scroller) return;
  if (atEnd.has(scroller)) scroller.scrollTop = scroller.scrollHeight;
  else if (first?.isConnected) scroller.scrollTop += first.offsetTop - before;
}
