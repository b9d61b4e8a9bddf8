import { find, listen, startFeed } from './live-feed.js';

const failed = find('#failed');
const fail = ({ target }) => { failed.hidden &&= target.matches?.('[data-stream]'); };
listen('htmx:error', fail);
listen('htmx:response:error', fail);
listen('htmx:before:history:update', event => { if (event.detail.response?.status >= 400) event.preventDefault(); });
listen('htmx:after:swap', ({ detail: { ctx } }) => { failed.hidden ||= ctx.select && ctx.swap !== 'none'; });
startFeed({ feed() { if (find('[data-waiting=true]')) htmx.trigger('#items', 'refresh'); } });
