import { find, listen } from './dom.js';
import { startLivePage } from './live-page.js';

const failure = find('#failed');

// The live indicator shows a failing stream.
function showFailure({ target }) {
  if (target.matches?.('[data-stream], #cells') || !target.closest?.('#filter, #items')) return;
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
  // After an error the old rows stay, and so does their address.
  if (response?.status >= 400) event.preventDefault();
  // A search makes one entry, however it was typed.
  const isTyped = sourceElement.matches('#filter');
  if (isTyped && isNewestEntryTyped) history.type = 'replace';
  isNewestEntryTyped = isTyped;
});

startLivePage({
  onPoll() {
    if (find('[data-waiting=true]')) htmx.trigger('#items', 'refresh');
  },
});

listen('keydown', event => {
  if (event.key !== '/' || event.target.matches('input, select')) return;
  event.preventDefault();
  find('[data-testid=search]').focus();
});

// Empty fields stay out of the address.
listen('formdata', ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});
