// Over HTTP/1.1 all windows of a browser share six connections to a server. Streams take four at most, so that pages still load. Locks
// need HTTPS or localhost.
const MAX_STREAMS = 4;
const isLimited = navigator.locks && performance.getEntriesByType('navigation')[0]?.nextHopProtocol === 'http/1.1';

/** This window's right to a stream. */
export class StreamSlot {
  isHeld = !isLimited;
  #release;

  /** Returns whether the window has the right. */
  async acquire() {
    for (let number = 0; number < MAX_STREAMS && !this.isHeld; number++) await this.#request(`stream-${number}`);
    return this.isHeld;
  }

  release() {
    this.#release?.();
    this.#release = undefined;
    this.isHeld = !isLimited;
  }

  // Held until the promise of the callback is settled.
  #request(name) {
    return new Promise(answered => navigator.locks.request(name, { ifAvailable: true }, lock => {
      answered();
      if (!lock || this.isHeld) return;
      this.isHeld = true;
      return new Promise(release => this.#release = release);
    }));
  }
}
