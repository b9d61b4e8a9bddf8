export const find = selector => document.querySelector(selector);

export const listen = (name, handle) => document.addEventListener(name, handle);

/** Runs a handler for the events of elements that match the selector. htmx dispatches an event on the element that it is about. */
export function listenOn(selector, name, handle) {
  listen(name, event => {
    if (event.target.matches?.(selector)) handle(event);
  });
}
