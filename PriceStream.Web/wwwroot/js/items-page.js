// The items table. Its cells are patched by the server's own fragments; this only marks what moved.
import { startFeed } from './live-feed.js';

const shown = new Map(); // by item and field: the value before

// The fragments of a tick come before its events, so the cell already has the new value.
function price({ item_id, ...price }) {
  for (const field of ['high', 'low']) {
    const key = `[data-item="${item_id}"][data-field=${field}]`, before = shown.get(key), cell = document.querySelector(key);
    shown.set(key, price[field]);
    if (cell && before && price[field] && before !== price[field]) cell.dataset.moved = price[field] > before ? 'up' : 'down';
  }
}

function remember() {
  shown.clear();
  for (const { dataset: { item, field, value } } of document.querySelectorAll('#items [data-value]'))
    shown.set(`[data-item="${item}"][data-field=${field}]`, Number(value));
}

// Rows that could not be fetched: the old ones stay, the address too, and the page says so.
const failed = document.getElementById('failed');
for (const name of ['htmx:error', 'htmx:response:error'])
  document.addEventListener(name, event => { if (!event.target.matches?.('[data-stream]')) failed.hidden = false; });
document.addEventListener('htmx:before:history:update', event => { if (event.detail.response?.status >= 400) event.preventDefault(); });
document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  if (ctx.select !== '#items' || ctx.swap === 'none') return;
  failed.hidden = true;
  remember();
});
remember();
// A table that came before the catalogue has nothing to patch: it is fetched anew.
startFeed({ price, feed() { if (document.querySelector('[data-waiting=true]')) htmx.trigger('#items', 'refresh'); } });
