import { stopwatch } from './clock.js';
import { find, listen, listenOn } from './dom.js';

const STREAM = '[data-stream]';
const DEFAULT_HEARTBEAT_SECONDS = 30;
// A connection that has been silent for this many heartbeats is dead.
const HEARTBEATS_UNTIL_DEAD = 1.8;
const WATCHDOG_INTERVAL_MS = 1000;

/**
 * Keeps the page's stream open: opens it, reopens it after a loss, and closes a connection that has gone silent. The hx-sse extension of
 * htmx reads the stream. Its own reconnections know nothing of hidden tabs, refusals and silence, so they are cancelled.
 */
export class StreamConnection {
  isConnected = false;
  wasLost = false;
  isFull = false; // the server has no room for the stream

  #isWanted;
  #onChange;
  #htmxConnection;
  #failures = 0;
  #retryTimer;
  #heartbeatSeconds = DEFAULT_HEARTBEAT_SECONDS;
  #sinceMessage = stopwatch();
  #sinceMessageBeforeLoss;

  /**
   * @param isWanted Whether there should be a stream now.
   * @param onChange Called when isConnected, wasLost or isFull has changed.
   * @param onEvent Called with an event's data; resync with the seconds that were missed, if known.
   */
  constructor({ isWanted, onChange, onEvent }) {
    this.#isWanted = isWanted;
    this.#onChange = onChange;
    listenOn(STREAM, 'htmx:sse:before:connection', event => this.#beforeConnection(event));
    listenOn(STREAM, 'htmx:sse:after:message', event => this.#afterMessage(event));
    listenOn(STREAM, 'htmx:sse:close', () => this.#closed());
    listenOn(STREAM, 'htmx:error', () => this.#lost());
    listenOn(STREAM, 'htmx:response:error', () => this.#lost());
    listenOn(STREAM, 'htmx:config:request', addLastEventId);
    listenToEvent('connected', data => this.#connected(data));
    listenToEvent('capacity', () => this.isFull = true); // the stream closes next
    listenToEvent('resync', ({ missed_seconds }) => onEvent.resync(missed_seconds ?? this.#sinceMessageBeforeLoss?.()));
    listenToEvent('price-update', onEvent.priceUpdate);
    listenToEvent('feed', onEvent.feed);
    listen('visibilitychange', () => this.update());
    addEventListener('online', () => this.open());
    setInterval(() => this.#closeIfSilent(), WATCHDOG_INTERVAL_MS);
  }

  /** Whether the page has a stream: an administrator can switch streams off. */
  get isOffered() {
    return find(STREAM) !== null;
  }

  open() {
    if (this.isOffered) htmx.trigger(find(STREAM), 'open');
  }

  close() {
    this.#htmxConnection?.reader?.cancel();
  }

  /** Opens or closes the stream, whichever is wanted now. */
  update() {
    if (this.#isWanted()) this.open();
    else this.close();
  }

  #beforeConnection(event) {
    this.#htmxConnection = event.detail.connection;
    const isByHtmx = this.#htmxConnection.attempt > 0;
    if (isByHtmx || !this.#isWanted()) event.preventDefault();
  }

  #afterMessage({ target, detail: { message } }) {
    this.#sinceMessage = stopwatch();
    if (message.id) target.lastEventId = message.id;
  }

  #connected({ heartbeat_seconds }) {
    this.isConnected = true;
    this.isFull = false;
    this.#failures = 0;
    this.#heartbeatSeconds = heartbeat_seconds;
    this.#onChange();
  }

  #closed() {
    if (this.#isWanted()) this.#lost();
    else this.#disconnected();
  }

  #lost() {
    this.wasLost = true;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.open(), this.#retryDelayMs());
    this.#disconnected();
  }

  #disconnected() {
    if (this.isConnected) this.#sinceMessageBeforeLoss = this.#sinceMessage;
    this.isConnected = false;
    this.#onChange();
  }

  // Back-off with jitter. htmx takes the first delay from the stream's `retry` field.
  #retryDelayMs() {
    const { reconnectDelay, reconnectMaxDelay } = this.#htmxConnection?.config ?? htmx.config.sse;
    const delay = Math.min(reconnectMaxDelay, reconnectDelay * 2 ** this.#failures++);
    return delay * (.5 + Math.random() / 2);
  }

  #closeIfSilent() {
    if (this.isConnected && this.#sinceMessage() > HEARTBEATS_UNTIL_DEAD * this.#heartbeatSeconds) this.close();
  }
}

function listenToEvent(name, handle) {
  listenOn(STREAM, name, event => handle(JSON.parse(event.detail.data)));
}

function addLastEventId({ target, detail: { ctx } }) {
  if (target.lastEventId) ctx.request.headers['Last-Event-ID'] = target.lastEventId;
}
