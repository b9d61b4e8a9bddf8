const COOKIE = /(?:^|; )ps_watch=([\d.]*)/;

const readList = () => COOKIE.exec(document.cookie)?.[1] ?? '';

let shown = readList();

/** Keeps the stars as the reader's list has them, which another tab may change. */
export function followStars() {
  window.cookieStore?.addEventListener('change', showStars); // only over HTTPS or on this machine
  addEventListener('focus', showStars);
}

function showStars() {
  const list = readList();
  if (list === shown) return;
  shown = list;
  const ids = new Set(list.split('.'));
  for (const star of document.querySelectorAll('.star')) {
    const isOn = ids.has(star.value);
    star.setAttribute('form', isOn ? 'unstar' : 'star');
    star.setAttribute('aria-pressed', isOn);
    star.textContent = isOn ? '★' : '☆';
  }
}
