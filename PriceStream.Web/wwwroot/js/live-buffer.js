// The points of one item's chart: both sides, each point at its own trade time. Pure.

/** One side, ascending by time, bounded. Points are {time, price, live}; times are Unix seconds. */
class Side {
  constructor(limit) {
    this.limit = limit;
    this.points = [];
  }

  get newest() {
    return this.points.at(-1) ?? null;
  }

  /** The newest trade time wins: an older point, or the same again, changes nothing; the same second with another price is replaced. */
  add(time, price, live) {
    if (time == null || price == null) return false;
    const newest = this.newest;
    if (newest && (time < newest.time || (time === newest.time && price === newest.price))) return false;
    if (newest && time === newest.time) this.points.pop();
    this.points.push({ time, price, live });
    if (this.points.length > this.limit) this.points.shift();
    return true;
  }
}

export class LiveBuffer {
  constructor(limit = 5000) {
    this.high = new Side(limit);
    this.low = new Side(limit);
  }

  /** Rows of history, ascending: {time, high, low}. */
  load(rows) {
    for (const { time, high, low } of rows) {
      this.high.add(time, high, false);
      this.low.add(time, low, false);
    }
  }

  /** A price-update of the stream. True when it brought something new. */
  add({ high, high_time, low, low_time }) {
    const highIsNew = this.high.add(high_time, high, true);
    const lowIsNew = this.low.add(low_time, low, true);
    return highIsNew || lowIsNew;
  }

  /** The newest point of all, which is the live tip; null when there is none. */
  get tip() {
    const { high: { newest: high }, low: { newest: low } } = this;
    return !low || (high && high.time >= low.time) ? high : low;
  }

  /** Both sides as rows ascending by time, one a second that has a point: {time, high, low, live}. */
  rows() {
    const rows = new Map();
    for (const [side, { points }] of [['high', this.high], ['low', this.low]])
      for (const { time, price, live } of points) {
        const row = rows.get(time) ?? { time, high: null, low: null, live: false };
        row[side] = price;
        row.live ||= live;
        rows.set(time, row);
      }
    return [...rows.values()].sort((a, b) => a.time - b.time);
  }
}
