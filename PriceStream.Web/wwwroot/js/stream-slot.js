// A browser opens at most six HTTP/1.1 connections to a server, over all of its windows. Streams take four of them at most, so that pages
// still load. Later versions of HTTP have no such limit. The locks need HTTPS or localhost.
const MAX_STREAMS = 4;
const isLimited = navigator.locks && performance.getEntriesByType('navigation')[0]?.nextHopProtocol === 'http/1.1';

/** The right of this window to hold a stream. */
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

  // A lock is held until the promise of its callback is settled.
  #request(name) {
    return new Promise(answered => navigator.locks.request(name, { ifAvailable: true }, lock => {
      answered();
      if (!lock || this.isHeld) return;
      this.isHeld = true;
      return new Promise(release => this.#release = release);
    }));
  }
}
