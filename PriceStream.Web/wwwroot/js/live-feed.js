// The only file that knows the stream's events. It turns them into callbacks, and into the honest state of the indicator.
import { formatAge } from './price-format.js';

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
  const on = (name, handle) => document.addEventListener(name, event => {
    if (!event.target.matches?.('[data-stream]')) return;
    handle(event);
    show();
  });
  const data = event => JSON.parse(event.detail.data);
  on('connected', () => { connected = everConnected = true; });
  on('heartbeat', event => setClock(data(event).ts));
  on('price-update', event => price(data(event)));
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

function showFault({ failing_since, reason, next_try }) {
  const fault = document.getElementById('fault');
  fault.hidden = reason == null;
  if (reason == null) return;
  const clockTime = second => new Date(second * 1000).toLocaleTimeString();
  fault.querySelector('[data-part=reason]').textContent = reason;
  fault.querySelector('[data-part=since]').textContent = clockTime(failing_since);
  fault.querySelector('[data-part=next]').textContent = clockTime(next_try);
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
