/**
 * Returns a function that returns the seconds since this call. performance.now() stands still while a computer sleeps; Date.now() goes
 * back when somebody sets the clock back. The larger difference is right in both cases.
 */
export function stopwatch() {
  const steady = performance.now();
  const wall = Date.now();
  return () => Math.max(performance.now() - steady, Date.now() - wall) / 1000;
}

/** The server's clock, in Unix seconds: the time it last reported, plus the time since. */
export class ServerClock {
  set(time) {
    this.time = time;
    this.elapsed = stopwatch();
  }

  now() {
    return this.time + this.elapsed();
  }
}
