// The items table. Its cells are patched by the server's own fragments; this only marks what moved.
import { showAges, startFeed } from './live-feed.js';

const cell = (item, field) => document.querySelector(`[data-item="${item}"][data-field="${field}"]`);
const shown = new Map();

// The fragments of a tick come before its events, so the cell already has the new value and the one before is remembered here.
function mark(item, field, value) {
  const key = `${item} ${field}`;
  const before = shown.get(key);
  shown.set(key, value);
  const element = cell(item, field);
  if (before != null && value != null && before !== value && element) element.dataset.moved = value > before ? 'up' : 'down';
}

function remember() {
  shown.clear();
  for (const { dataset } of document.querySelectorAll('[data-item][data-field=high], [data-item][data-field=low]'))
    if (dataset.value) shown.set(`${dataset.item} ${dataset.field}`, Number(dataset.value));
}

const now = startFeed({
  price({ item_id, high, low }) {
    mark(item_id, 'high', high);
    mark(item_id, 'low', low);
  },
  feed({ polled_at }) {
    // A table that came before the catalogue has nothing to patch: it is fetched anew.
    if (polled_at && document.querySelector('#items[data-waiting=true]'))
      htmx.ajax('GET', location.href, { target: '#items', select: '#items', swap: 'outerHTML' });
  },
});
// Rows that could not be fetched: the old ones stay, the address too, and the page says so.
const failed = document.getElementById('failed');
for (const name of ['htmx:error', 'htmx:response:error'])
  document.addEventListener(name, event => { if (!event.target.matches?.('[data-stream]')) failed.hidden = false; });
document.addEventListener('htmx:before:history:update', event => { if (event.detail.response?.status >= 400) event.preventDefault(); });

remember();
document.addEventListener('htmx:after:swap', event => { 
  const { ctx } = event.detail;
  if (ctx.select !== '#items' || ctx.swap === 'none') return;
  failed.hidden = true;
  remember();
});
showAges(now);
