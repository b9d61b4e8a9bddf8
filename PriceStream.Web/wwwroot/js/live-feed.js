// The only file that knows the stream's events. It turns them into callbacks, and into the honest state of the indicator.
import { formatAge, formatClock } from './price-format.js';

const labels = { connecting: 'CONNECTING', live: 'LIVE', delayed: 'DELAYED', reconnecting: 'RECONNECTING', offline: 'OFFLINE', paused: 'EVERY MINUTE' };

/** Handlers: price(update), feed(status). Returns now(): the server's clock, in seconds. */
export function startFeed({ price = () => {}, feed = () => {} }) {
  const line = document.getElementById('live');
  const indicator = line.querySelector('[data-testid=live-status]');
  const ageText = line.querySelector('[data-testid=live-age]');
  const number = name => line.dataset[name] ? Number(line.dataset[name]) : null;
  let polledAt = number('polledAt'), failingSince = number('failingSince');
  let connected = false, everConnected = false, failed = false;

  // Ages are differences of the server's own times, carried on by a clock that no one sets.
  let clock = { server: number('ts'), local: performance.now() };
  const now = () => clock.server + (performance.now() - clock.local) / 1000;
  const setClock = server => { clock = { server, local: performance.now() }; };

  function state() {
    if (!navigator.onLine) return 'offline';
    if (!document.querySelector('[data-stream]')) return 'paused';
    if (!connected) return everConnected || failed ? 'reconnecting' : 'connecting';
    return polledAt != null && failingSince == null && now() - polledAt <= 2 * Number(line.dataset.pollSeconds) ? 'live' : 'delayed';
  }

  function show() {
    const next = state();
    if (indicator.textContent !== labels[next]) {
      indicator.dataset.state = next;
      indicator.textContent = labels[next];
    }
    ageText.textContent = polledAt == null ? 'no prices yet' : `prices ${formatAge(now() - polledAt)}`;
  }

  // A search that fails is an htmx:error too, and says nothing about the stream.
  const listen = (name, handle) => document.addEventListener(name, event => { if (event.target.matches?.('[data-stream]')) handle(event); });
  const on = (name, handle) => listen(name, event => { handle(event); show(); });
  const data = event => JSON.parse(event.detail.data);
  // The notice of the feed follows at once: what the page knew before would be shown as delayed for a moment.
  listen('connected', () => { connected = everConnected = true; });
  on('heartbeat', event => setClock(data(event).ts));
  listen('price-update', event => price(data(event)));
  on('feed', event => {
    const status = data(event);
    setClock(status.ts);
    ({ polled_at: polledAt, failing_since: failingSince } = status);
    showFault(status);
    feed(status);
  });
  for (const lost of ['bye', 'capacity', 'htmx:sse:before:connection', 'htmx:sse:error', 'htmx:error', 'htmx:response:error'])
    on(lost, () => { if (connected) connected = false; failed ||= lost !== 'htmx:sse:before:connection'; });
  addEventListener('online', show);
  addEventListener('offline', show);
  setInterval(show, 1000);
  show();
  return now;
}

function showFault({ failing_since, reason, polled_at, next_try }) {
  const fault = document.getElementById('fault');
  fault.hidden = reason == null;
  if (reason == null) return;
  const set = (part, text) => {
    const element = fault.querySelector(`[data-part=${part}]`);
    if (element.textContent !== text) element.textContent = text; // what has not changed is not read out again
  };
  const clock = second => `${formatClock(second)} UTC`;
  set('reason', reason);
  set('since', clock(failing_since));
  set('last', polled_at == null ? '' : `What you see are the last good prices, of ${clock(polled_at)}.`);
  set('next', clock(next_try));
}

/** Turns the times of trades into ages, each second. */
export function showAges(now) {
  const show = () => {
    for (const time of document.querySelectorAll('time[data-field][datetime]')) {
      const text = formatAge(now() - Date.parse(time.dateTime) / 1000);
      if (time.textContent !== text) time.textContent = text;
    }
  };
  setInterval(show, 1000);
  document.addEventListener('htmx:after:swap', show);
  show();
}
