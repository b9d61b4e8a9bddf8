/**
 * Returns a function that returns the seconds since. performance.now() stands still while a computer sleeps, Date.now() follows a clock
 * that is set back: the larger difference is right.
 */
export function stopwatch() {
  const steady = performance.now();
  const wall = Date.now();
  return () => Math.max(performance.now() - steady, Date.now() - wall) / 1000;
}

/** The server's clock, in Unix seconds: its last report plus the time since. */
export class ServerClock {
  set(time) {
    this.time = time;
    this.elapsed = stopwatch();
  }

  now() {
    return this.time + this.elapsed();
  }
}
