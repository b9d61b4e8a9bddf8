// The only file that knows the stream's events.
import { formatSpan } from './price-format.js';

export const find = selector => document.querySelector(selector);
export const listen = (name, handle) => document.addEventListener(name, handle);

const storage = (() => { try { return localStorage; } catch { return {}; } })();

// One clock sleeps, the other may be set.
function stopwatch() {
  const steady = performance.now(), wall = Date.now();
  return () => Math.max(performance.now() - steady, Date.now() - wall) / 1000;
}

// Returns the server's clock.
export function startFeed({ price = () => {}, feed }) {
  const status = find('[data-testid=live-status]'), age = find('[data-testid=live-age]'), button = find('#pause');
  let told, since, connection, connected, lost, full, timer;
  let tries = 0, beat = 30, heard = stopwatch(), asked = heard, paused = storage.paused === 'true';

  const now = () => told.ts + since();
  const stream = () => find('[data-stream]'), region = () => find('[data-feed]');
  const quiet = () => paused || document.hidden;
  const refresh = () => htmx.trigger(region(), 'refresh');
  const tell = data => [told, since] = [data, stopwatch()];
  const read = () => tell(JSON.parse(region().dataset.feed));

  function state() {
    if (!navigator.onLine) return 'offline';
    if (paused || full || !stream()) return 'paused';
    if (!connected) return lost ? 'reconnecting' : 'connecting';
    return told.polled_at && !told.failing_since && now() - told.polled_at <= 2 * button.dataset.poll ? 'live' : 'delayed';
  }

  function show() {
    const next = state(), text = next === 'paused' && !paused ? 'EVERY MINUTE' : next.toUpperCase();
    if (status.textContent !== text) [status.dataset.state, status.textContent] = [next, text];
    age.textContent = told.polled_at ? `${formatSpan(now() - told.polled_at)} ago, ${new Date(told.polled_at * 1000).toLocaleTimeString()}` : 'no prices yet';
    button.ariaPressed = paused;
    for (const time of document.querySelectorAll('time[data-field][datetime]')) {
      const text = `${formatSpan(now() - Date.parse(time.dateTime) / 1000)} ago`;
      if (time.textContent !== text) time.textContent = text;
    }
  }

  const open = () => { if (stream()) htmx.trigger(stream(), 'open'); };
  const close = () => connection?.reader?.cancel();

  function retry() {
    const { reconnectDelay, reconnectMaxDelay } = connection?.config ?? htmx.config.sse;
    clearTimeout(timer);
    timer = setTimeout(open, Math.min(reconnectMaxDelay, reconnectDelay * 2 ** tries++) * (.5 + Math.random() / 2));
    [connected, lost] = [false, true];
    show();
  }

  const events = {
    'htmx:sse:before:connection'(detail, event) {
      ({ connection } = detail);
      if (connection.attempt || quiet()) event.preventDefault();
    },
    'htmx:sse:after:message'({ message }, { target }) {
      heard = stopwatch();
      target.lastId = message.id || target.lastId;
    },
    'htmx:sse:close'() { quiet() ? connected = false : retry(); },
    'htmx:error': retry,
    'htmx:response:error': retry,
    connected(data) { [connected, full, tries, beat] = [true, false, 0, data.heartbeat_seconds]; },
    capacity() { full = true; },
    resync({ missed_seconds }) {
      find('#missed').textContent = `Refreshed, ${formatSpan(missed_seconds ?? heard())} were missed.`;
      refresh();
    },
    'price-update': price,
    feed(data) {
      tell(data);
      if (data.reason || !find('#fault').hidden) htmx.trigger('#fault', 'renew');
      feed();
      show();
    },
  };
  for (const name in events)
    listen(name, event => {
      const { target, detail } = event;
      if (target.matches?.('[data-stream]')) events[name](detail.data ? JSON.parse(detail.data) : detail, event);
    });
  listen('htmx:config:request', event => {
    const { target, detail } = event;
    if (target.matches?.('[data-polls]') && quiet()) event.preventDefault();
    else if (target.lastId) detail.ctx.request.headers['Last-Event-ID'] = target.lastId;
  });
  listen('htmx:before:swap', ({ detail: { ctx, tasks } }) => {
    // The stream's are newer.
    if (connected && ctx.swap === 'outerMorph') tasks.splice(1);
    const moved = [];
    for (const { target, fragment } of tasks)
      for (const cell of [...fragment.children]) {
        const { field, value } = cell.dataset, old = target?.querySelector(`[data-field=${field}]`), from = old?.dataset.value;
        if (from && from === value) continue;
        if (from) {
          cell.dataset.moved = value - from > 0 ? 'up' : 'down';
          moved.push(cell);
        }
        old?.replaceWith(cell);
      }
    setTimeout(() => moved.forEach(cell => cell.dataset.over = ''), 4000);
  });
  listen('htmx:after:swap', () => {
    if (!connected) read();
    show();
  });
  listen('visibilitychange', () => document.hidden ? close() : open());
  button.addEventListener('click', () => {
    storage.paused = paused = !paused;
    paused ? close() : open();
    show();
  });
  addEventListener('online', open);
  setInterval(() => {
    if (connected && heard() > 1.8 * beat) close();
    if (full && asked() >= 60) {
      asked = stopwatch();
      refresh();
    }
    show();
  }, 1000);
  read();
  show();
  return now;
}
