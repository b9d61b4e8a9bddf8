// The only file that knows the stream's events. It opens and closes the stream, and says honestly how old what is shown is.
import { formatSpan, formatTime } from './price-format.js';

const find = selector => document.querySelector(selector);

const storage = (() => { try { return localStorage; } catch { return {}; } })();

// Counts seconds by whichever clock says more: one stands still while the machine sleeps, the other may be set.
const stopwatch = () => {
  const [steady, wall] = [performance.now(), Date.now()];
  return () => Math.max(performance.now() - steady, Date.now() - wall) / 1000;
};

/** Handlers: price(update), feed(), tick() each second. Returns now(): the server's clock, in seconds. */
export function startFeed({ price, feed, tick = () => {} }) {
  const indicator = find('[data-testid=live-status]'), age = find('[data-testid=live-age]'), button = find('#pause');
  const poll = Number(find('#live').dataset.pollSeconds);
  let server, since, polledAt, failingSince, connection, timer;
  let connected = false, failed = false, full = false, tries = 0, beat = 30;
  let heard = stopwatch(), asked = heard, paused = storage.paused === 'true';

  const now = () => server + since();
  const stream = () => find('[data-stream]'), region = () => find('[data-ts]');
  const quiet = () => paused || document.hidden;
  const refresh = () => htmx.trigger(region(), 'refresh');

  function told(ts, polled, failing) {
    [server, since, polledAt, failingSince] = [ts, stopwatch(), polled, failing];
  }

  const read = ({ ts, polledAt, failingSince }) => told(Number(ts), polledAt && Number(polledAt), failingSince);

  function state() {
    if (!navigator.onLine) return 'offline';
    if (paused || full || !stream()) return 'paused';
    if (!connected) return failed ? 'reconnecting' : 'connecting';
    return polledAt && !failingSince && now() - polledAt <= 2 * poll ? 'live' : 'delayed';
  }

  function show() {
    const next = state(), text = next === 'paused' && !paused ? 'EVERY MINUTE' : next.toUpperCase();
    if (indicator.textContent !== text) {
      indicator.dataset.state = next;
      indicator.textContent = text;
    }
    age.textContent = polledAt ? `${formatSpan(now() - polledAt)} ago, ${new Date(polledAt * 1000).toLocaleTimeString()}` : 'no prices yet';
    button.setAttribute('aria-pressed', paused);
    for (const time of document.querySelectorAll('time[data-field][datetime]')) {
      const text = `${formatSpan(now() - Date.parse(time.dateTime) / 1000)} ago`;
      if (time.textContent !== text) time.textContent = text;
    }
  }

  // One way to open the stream and one to close it. Closed, it opens again by itself unless nobody looks.
  const open = () => { if (stream()) htmx.trigger(stream(), 'open'); };
  const close = () => connection?.reader?.cancel();

  function retry() {
    const { reconnectDelay, reconnectMaxDelay } = connection?.config ?? htmx.config.sse;
    clearTimeout(timer);
    timer = setTimeout(open, Math.min(reconnectMaxDelay, reconnectDelay * 2 ** tries++) * (.5 + Math.random() / 2));
    [connected, failed] = [false, true];
  }

  const listen = (name, handle) => document.addEventListener(name, event => {
    if (event.target.matches?.('[data-stream]')) { handle(event, event.detail); show(); }
  });
  const on = (name, handle) => listen(name, (event, { data }) => handle(JSON.parse(data)));

  document.addEventListener('htmx:config:request', event => {
    const { target, detail: { ctx } } = event;
    if (target.matches?.('[data-polls]') && quiet()) event.preventDefault();
    else if (target.lastId) ctx.request.headers['Last-Event-ID'] = target.lastId;
  });
  listen('htmx:sse:before:connection', (event, detail) => {
    connection = detail.connection;
    if (connection.attempt || quiet()) event.preventDefault();
  });
  listen('htmx:sse:after:connection', () => { full = false; });
  listen('htmx:sse:after:message', ({ target }, { message }) => {
    heard = stopwatch();
    target.lastId = message.id || target.lastId;
  });
  // The notice of the feed follows at once: what the page knew before would be shown as delayed for a moment.
  document.addEventListener('connected', ({ detail }) => {
    [connected, failed, tries, beat] = [true, true, 0, JSON.parse(detail.data).heartbeat_seconds];
  });
  on('capacity', () => { full = true; });
  on('resync', ({ missed_seconds }) => {
    find('#missed').textContent = `Refreshed, ${formatSpan(missed_seconds ?? heard())} were missed.`;
    refresh();
  });
  on('price-update', price);
  on('heartbeat', ({ ts }) => told(ts, polledAt, failingSince));
  on('feed', status => {
    told(status.ts, status.polled_at, status.failing_since);
    showFault(status);
    feed();
  });
  listen('htmx:sse:close', () => quiet() ? connected = false : retry());
  for (const name of ['htmx:error', 'htmx:response:error']) listen(name, retry);

  // Where the stream is open it has the newest prices: what a fragment brings of them may be older.
  document.addEventListener('htmx:before:swap', ({ detail: { ctx, tasks } }) => {
    if (connected && ctx.swap === 'outerMorph') tasks.splice(1);
  });
  document.addEventListener('htmx:after:swap', () => {
    if (!connected) read(region().dataset);
    show();
  });
  document.addEventListener('visibilitychange', () => document.hidden ? close() : open());
  button.addEventListener('click', () => {
    storage.paused = paused = !paused;
    paused ? close() : open();
    show();
  });
  for (const name of ['online', 'offline']) addEventListener(name, () => { open(); show(); });
  setInterval(() => {
    if (connected && heard() > 1.8 * beat) close();
    if (full && asked() >= 60) {
      asked = stopwatch();
      refresh();
    }
    show();
    tick();
  }, 1000);
  read(region().dataset);
  show();
  return now;
}

function showFault({ failing_since, reason, polled_at, next_try }) {
  const fault = find('#fault'), clock = second => `${formatTime(second).slice(11)} UTC`;
  fault.hidden = reason == null;
  if (fault.hidden) return;
  const set = (part, text) => {
    const element = fault.querySelector(`[data-part=${part}]`);
    if (element.textContent !== text) element.textContent = text; // what has not changed is not read out again
  };
  set('reason', reason);
  set('since', clock(failing_since));
  set('last', polled_at == null ? '' : `What you see are the last good prices, of ${clock(polled_at)}.`);
  set('next', clock(next_try));
}
