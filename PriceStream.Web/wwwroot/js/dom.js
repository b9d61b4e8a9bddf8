export const find = selector => document.querySelector(selector);

export const listen = (name, handle) => document.addEventListener(name, handle);

/** Handles the events that htmx dispatches on elements of the selector. */
export function listenOn(selector, name, handle) {
  listen(name, event => {
    if (event.target.matches?.(selector)) handle(event);
  });
}

const postponed = new Map();

/** Sets an element's text, once it is no longer selected. */
export function setText(element, text) {
  if (isSelected(element)) {
    if (postponed.size === 0) document.addEventListener('selectionchange', setPostponed, { once: true });
    postponed.set(element, text);
    return;
  }
  postponed.delete(element);
  if (element.textContent !== text) element.textContent = text; // the same text would be read out again
}

// Reading a selection forces a layout.
let hasSelection = false;
listen('selectionchange', () => { hasSelection = !getSelection().isCollapsed; });

/** Whether the element is selected, or a part of it. */
export const isSelected = element => hasSelection && getSelection().containsNode(element, true);

function setPostponed() {
  const texts = [...postponed];
  postponed.clear();
  for (const [element, text] of texts) setText(element, text);
}
