import { find, listen, listenOn } from './dom.js';

const COOKIE = /(?:^|; )ps_watch=([\d.]+)/;

/** The ids of the reader's list. */
export const readList = () => COOKIE.exec(document.cookie)?.[1].split('.') ?? [];

let shown = `${readList()}`;

/**
 * Keeps the stars as the reader's list has them, which another tab may change.
 * @param onChange Called with the ids after a change.
 */
export function followStars(onChange) {
  const show = () => showStars(onChange);
  window.cookieStore?.addEventListener('change', show); // only over HTTPS or on this machine
  addEventListener('focus', show);
  listen('visibilitychange', show);
  listenOn('#star, #unstar', 'htmx:after:request', show);
  listenOn('#star, #unstar', 'htmx:error', () => {
    find('#star-note').textContent = 'Your list was not changed: this site does not answer.';
  });
}

function showStars(onChange) {
  const ids = readList();
  if (`${ids}` === shown) return;
  shown = `${ids}`;
  for (const star of document.querySelectorAll('.star')) {
    const isOn = ids.includes(star.value);
    star.setAttribute('form', isOn ? 'unstar' : 'star');
    star.setAttribute('aria-pressed', isOn);
    star.textContent = isOn ? '★' : '☆';
  }
  onChange(ids);
}
