// Connects the stream to the parts of a page that show it.
import { patchCells } from './cell-patch.js';
import { ServerClock, stopwatch } from './clock.js';
import { find, listen, listenOn } from './dom.js';
import { isFresh, liveState, showLiveStatus } from './live-status.js';
import { showLocalTimes } from './local-times.js';
import { keepPages, keptSeconds } from './offline.js';
import { PauseButton } from './pause-button.js';
import { formatSpan } from './price-format.js';
import { followStars } from './stars.js';
import { StreamConnection } from './stream-connection.js';

const STATUS_INTERVAL_MS = 1000;
// While no stream brings the content.
const POLL_INTERVAL_SECONDS = 60;
const MISSED_NOTICE_MS = 30_000;
// Events reach all pages at once, so their requests are spread.
const REQUEST_SPREAD_MS = 2000;

const clock = new ServerClock();
let renderedFeed; // as JSON
let feed; // the upstream's status: the newest `feed` event's data
let pause;
let stream;
let cellsTimer;

/**
 * Makes the page live, and returns the server's clock.
 * @param onPrice Takes the data of a `price-update` event; undefined for a page without a chart.
 * @param onPoll Called after every poll, good or bad.
 */
export function startLivePage({ onPrice, onPoll }) {
  pause = new PauseButton(() => {
    stream.update();
    showStatus();
  });
  stream = new StreamConnection({
    isWanted,
    onChange: showStatus,
    onEvent: { priceUpdate: onPrice, feed: data => showPoll(data, onPoll), resync: refreshAfterGap },
  });
  patchCells();
  listenOn('[data-polls]', 'htmx:config:request', event => {
    if (!isWanted()) event.preventDefault();
  });
  listen('htmx:before:swap', keepStreamedParts);
  listen('htmx:after:swap', ({ target }) => {
    if (!stream.isConnected) followPage();
    const isTick = target.matches('[data-stream]'); // a `feed` event follows it, which shows the status
    if (isTick) return;
    showLocalTimes();
    showStatus();
  });
  followPage(keptSeconds);
  showLocalTimes();
  showStatus();
  setInterval(showStatus, STATUS_INTERVAL_MS);
  pollWithoutStream();
  followStars(showNewItems);
  keepPages();
  return clock;
}

// Paused or hidden, it asks for nothing.
const isWanted = () => !pause.isPaused && !document.hidden;

// What can be fetched again: the table, or the chart.
const region = () => find('[data-feed]');
const refresh = () => htmx.trigger(region(), 'refresh');

// Items that the reader has just removed stay on the page, so that a slip can be undone.
function showNewItems(ids) {
  if (region().hasAttribute('data-own') && !ids.every(id => find(`#star-${id}`))) refresh();
}

const soon = (act, spread = REQUEST_SPREAD_MS) => setTimeout(act, spread * Math.random());

function follow(newFeed, age = 0) {
  feed = newFeed;
  clock.set(feed.ts + age);
}

// Follows the status in what the server rendered last.
function followPage(age) {
  const { feed: json } = region().dataset;
  if (json === renderedFeed) return;
  renderedFeed = json;
  follow(JSON.parse(json), age);
}

function showPoll(newFeed, onPoll) {
  follow(newFeed);
  const notice = find('#fault');
  if (feed.reason || !notice.hidden) soon(() => htmx.trigger('#fault', 'renew'));
  cellsTimer ??= soon(renewCells, find('#cells')?.dataset.spread);
  onPoll();
  showStatus();
}

function renewCells() {
  cellsTimer = undefined;
  find('#cells')?.dispatchEvent(new Event('renew'));
}

function showStatus() {
  const now = clock.now();
  showLiveStatus(liveState(stream, pause.isPaused, isFresh(feed, now)), feed, now);
}

// A chart that is fetched brings prices and a notice too. An open stream's are newer.
function keepStreamedParts({ detail: { ctx, tasks } }) {
  if (stream.isConnected && ctx.swap === 'outerMorph') tasks.splice(1);
}

// The server can no longer replay what was missed.
function refreshAfterGap(missedSeconds) {
  soon(refresh);
  const notice = find('#missed');
  notice.textContent = missedSeconds == null ? 'Refreshed.' : `Refreshed: ${formatSpan(missedSeconds)} of updates were missed.`;
  setTimeout(() => notice.textContent = '', MISSED_NOTICE_MS);
}

function pollWithoutStream() {
  let sinceRefresh = stopwatch();
  setInterval(() => {
    if (!stream.isMissing || sinceRefresh() < POLL_INTERVAL_SECONDS) return;
    sinceRefresh = stopwatch();
    refresh();
    stream.tryAgain();
  }, STATUS_INTERVAL_MS);
}
