import { find, listen, startFeed } from './live-feed.js';

// What cannot be fetched leaves rows and address as they are.
const failed = find('#failed');
for (const name of ['htmx:error', 'htmx:response:error'])
  listen(name, ({ target }) => { failed.hidden &&= target.matches?.('[data-stream]'); });
listen('htmx:before:history:update', event => { if (event.detail.response?.status >= 400) event.preventDefault(); });
listen('htmx:after:swap', ({ detail: { ctx } }) => { failed.hidden ||= ctx.select && ctx.swap !== 'none'; });
startFeed({ feed() { if (find('[data-waiting=true]')) htmx.trigger('#items', 'refresh'); } });
