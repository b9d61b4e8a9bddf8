export const find = selector => document.querySelector(selector);

export const listen = (name, handle) => document.addEventListener(name, handle);

/** Handles the events of elements that match the selector. htmx dispatches an event on the element that it is about. */
export function listenOn(selector, name, handle) {
  listen(name, event => {
    if (event.target.matches?.(selector)) handle(event);
  });
}

const postponed = new Map();

/** Sets an element's text. Text that the reader has selected stays until the selection is gone. */
export function setText(element, text) {
  const selection = getSelection();
  if (!selection.isCollapsed && selection.containsNode(element, true)) {
    postponed.set(element, text);
    return;
  }
  postponed.delete(element);
  if (element.textContent !== text) element.textContent = text; // the same text again would be read out again
}

listen('selectionchange', () => postponed.forEach((text, element) => setText(element, text)));
