import { find, listen } from './dom.js';
import { startLivePage } from './live-page.js';

const failure = find('#failed');

// The rows could not be fetched. A stream that fails is the live indicator's business.
function showFailure({ target }) {
  if (!target.matches?.('[data-stream]')) failure.hidden = false;
}

listen('htmx:error', showFailure);
listen('htmx:response:error', showFailure);
listen('htmx:after:swap', ({ detail: { ctx } }) => {
  const rowsWereFetched = ctx.select && ctx.swap !== 'none';
  if (rowsWereFetched) failure.hidden = true;
});
// The address stays that of the rows which are shown.
listen('htmx:before:history:update', event => {
  if (event.detail.response?.status >= 400) event.preventDefault();
});

startLivePage({
  onPoll() {
    const isWaitingForCatalogue = find('[data-waiting=true]') !== null;
    if (isWaitingForCatalogue) htmx.trigger('#items', 'refresh');
  },
});
