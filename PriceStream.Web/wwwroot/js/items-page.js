import { startFeed } from './live-feed.js';

// Rows that could not be fetched: the old ones and the address stay.
const failed = document.getElementById('failed');
for (const name of ['htmx:error', 'htmx:response:error'])
  document.addEventListener(name, ({ target }) => { failed.hidden &&= target.matches?.('[data-stream]'); });
document.addEventListener('htmx:before:history:update', event => { if (event.detail.response?.status >= 400) event.preventDefault(); });
document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => { failed.hidden ||= ctx.select && ctx.swap !== 'none'; });
// Before the catalogue has come there is nothing to patch.
startFeed({ feed() { if (document.querySelector('[data-waiting=true]')) htmx.trigger('#items', 'refresh'); } });
