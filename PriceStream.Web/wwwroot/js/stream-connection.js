import { stopwatch } from './clock.js';
import { find, listen, listenOn } from './dom.js';
import { serverAnswers, serverReturns } from './server-probe.js';
import { StreamSlot } from './stream-slot.js';

const STREAM = '[data-stream]';
const DEFAULT_HEARTBEAT_SECONDS = 30;
const HEARTBEATS_UNTIL_DEAD = 1.8; // of silence
const WATCHDOG_INTERVAL_MS = 1000;
// A proxy that buffers keeps back a first message that takes longer.
const FIRST_MESSAGE_TIMEOUT_MS = 8000;
const FAILURES_UNTIL_BLOCKED = 4;
const CATCH_UP_EVENTS = ['connected', 'resync'];

/**
 * Keeps the page's stream open: reopens it after a loss, and closes it once it is silent. The hx-sse extension of htmx reads it. Its own
 * reconnects are cancelled, because they disregard hidden tabs, refusals and silence.
 */
export class StreamConnection {
  isConnected = false;
  wasLost = false;
  isFull = false; // the server has no room for the stream
  isBlocked = false; // no stream has got through

  #slot = new StreamSlot();
  #isSlotRefused = false;
  #wasLive = false;
  #firstMessageTimer;
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
   * @param onChange Called when a state has changed.
   * @param onEvent By name, they take an event's data; resync the seconds that were missed, if known.
   */
  constructor({ isWanted, onChange, onEvent }) {
    this.#isWanted = isWanted;
    this.#onChange = onChange;
    listenOn(STREAM, 'htmx:sse:before:connection', event => this.#beforeConnection(event));
    listenOn(STREAM, 'htmx:sse:after:message', event => this.#afterMessage(event));
    listenOn(STREAM, 'htmx:sse:close', () => this.#closed());
    listenOn(STREAM, 'htmx:error', () => this.#failed());
    listenOn(STREAM, 'htmx:response:error', () => this.#failed());
    listenOn(STREAM, 'htmx:config:request', event => this.#beforeRequest(event));
    listenToEvent('connected', data => this.#connected(data));
    listenToEvent('capacity', () => this.isFull = true); // the stream closes next
    listenToEvent('resync', ({ missed_seconds }) => onEvent.resync(missed_seconds ?? this.#sinceMessageBeforeLoss?.()));
    if (onEvent.priceUpdate) listenToEvent('price-update', onEvent.priceUpdate);
    listenToEvent('feed', onEvent.feed);
    listen('visibilitychange', () => this.update());
    addEventListener('online', () => this.open());
    addEventListener('offline', async () => await serverAnswers() || this.close());
    setInterval(() => this.#closeIfSilent(), WATCHDOG_INTERVAL_MS);
  }

  /** False where streams are switched off. */
  get isOffered() {
    return find(STREAM) !== null;
  }

  /** Whether the page must ask for its content. */
  get isMissing() {
    return !this.isOffered || this.#isSlotRefused || this.isFull || this.isBlocked;
  }

  async open() {
    if (!this.isOffered || !this.#isWanted()) return;
    this.#isSlotRefused = !await this.#slot.acquire();
    if (!this.#isSlotRefused) htmx.trigger(find(STREAM), 'open');
    this.#onChange();
  }

  close() {
    this.#htmxConnection?.reader?.cancel();
  }

  /** Opens or closes the stream, as is wanted now. */
  update() {
    if (this.#isWanted()) this.open();
    else this.close();
  }

  /** Tries to open a stream that is missing. */
  tryAgain() {
    if (this.isBlocked) this.close();
    this.open();
  }

  #beforeRequest(event) {
    const { target, detail: { ctx } } = event;
    if (target.lastEventId) ctx.request.headers['Last-Event-ID'] = target.lastEventId;
    if (this.#slot.isHeld) return;
    event.preventDefault();
    this.open();
  }

  #beforeConnection(event) {
    const { connection } = event.detail;
    const isByHtmx = connection.attempt > 0;
    if (isByHtmx || !this.#isWanted()) {
      event.preventDefault();
      return;
    }
    this.#htmxConnection = connection;
    this.#firstMessageTimer = setTimeout(() => this.#blocked(), FIRST_MESSAGE_TIMEOUT_MS);
  }

  #blocked() {
    this.isBlocked = true;
    this.#onChange();
  }

  #afterMessage({ target, detail: { message } }) {
    clearTimeout(this.#firstMessageTimer);
    this.#sinceMessage = stopwatch();
    if (!CATCH_UP_EVENTS.includes(message.event)) this.#sinceMessageBeforeLoss = undefined;
    if (message.id) target.lastEventId = message.id;
  }

  #connected({ heartbeat_seconds }) {
    this.isConnected = this.#wasLive = true;
    this.wasLost = this.isFull = this.isBlocked = false;
    this.#failures = 0;
    this.#heartbeatSeconds = heartbeat_seconds;
    if (!this.#isWanted()) this.close(); // hidden or paused while it was connecting
    this.#onChange();
  }

  #closed() {
    if (this.#isWanted()) {
      this.#lost();
      return;
    }
    this.#slot.release();
    this.#disconnected();
  }

  #failed() {
    this.isFull = false; // nobody has said so this time
    this.#lost();
  }

  #lost() {
    this.wasLost = true;
    clearTimeout(this.#retryTimer);
    if (this.isConnected) this.#openWhenServerReturns();
    this.#retryTimer = setTimeout(() => this.open(), this.#retryDelayMs());
    if (!this.#wasLive && this.#failures >= FAILURES_UNTIL_BLOCKED) this.isBlocked = true;
    this.#disconnected();
  }

  #disconnected() {
    clearTimeout(this.#firstMessageTimer);
    if (this.isConnected) this.#sinceMessageBeforeLoss = this.#sinceMessage;
    this.isConnected = false;
    this.#onChange();
  }

  // So that a restart of the server need not wait for the back-off.
  async #openWhenServerReturns() {
    const isAwaited = () => !this.isConnected && this.#isWanted();
    await serverReturns(isAwaited);
    if (isAwaited()) this.open();
  }

  // With jitter. htmx takes the first delay from the stream's `retry` field.
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
