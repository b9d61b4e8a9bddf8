import { find, listen } from './dom.js';
import { startLivePage } from './live-page.js';

const failure = find('#failed');

// The rows could not be fetched. A stream that fails is the live indicator's business.
function showFailure({ target }) {
  if (target.matches?.('[data-stream]')) return;
  failure.hidden = false;
  failure.textContent = failure.dataset.text;
}

listen('htmx:error', showFailure);
listen('htmx:response:error', showFailure);
listen('htmx:after:swap', ({ detail: { ctx } }) => {
  const rowsWereFetched = ctx.select && ctx.swap !== 'none';
  if (!rowsWereFetched) return;
  failure.hidden = true;
  failure.textContent = '';
  const isFocusLost = document.activeElement === document.body;
  if (isFocusLost) find('#items').focus({ preventScroll: true });
  find('#announcement').textContent = find('[data-testid=page-range]')?.textContent ?? '';
});

let isNewestEntryTyped = false;
listen('htmx:before:history:update', event => {
  const { history, response, sourceElement } = event.detail;
  // The address stays that of the rows on the page.
  if (response?.status >= 400) event.preventDefault();
  // A search makes one entry, however many requests its typing takes.
  const isTyped = sourceElement.matches('#filter');
  if (isTyped && isNewestEntryTyped) history.type = 'replace';
  isNewestEntryTyped = isTyped;
});

startLivePage({
  onPoll() {
    const isWaitingForCatalogue = find('[data-waiting=true]') !== null;
    if (isWaitingForCatalogue) htmx.trigger('#items', 'refresh');
  },
});
