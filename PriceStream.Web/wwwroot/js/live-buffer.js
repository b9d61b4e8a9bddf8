// The points of one item's chart: both sides, each live point at its own trade time. Pure.

/** One side, ascending by time, bounded. Points are {time, price, live}; times are Unix seconds. */
class Side {
  constructor(limit) {
    this.limit = limit;
    this.points = [];
    this.newest = null; // the newest trade known: history may hold it inside a bucket, at the bucket's earlier time
  }

  #push(point) {
    this.points.push(point);
    if (this.points.length > this.limit) this.points.shift();
  }

  load(time, price) {
    if (price == null) return;
    this.#push({ time, price, live: false });
    if (!this.newest || time > this.newest.time) this.newest = { time, price };
  }

  /** The newest trade time wins: an older trade, or the same again, changes nothing. Another price at the same second is another trade. */
  add(time, price) {
    const { newest } = this;
    if (time == null || price == null) return false;
    if (newest && (time < newest.time || (time === newest.time && price === newest.price))) return false;
    this.#push({ time, price, live: true });
    this.newest = { time, price };
    return true;
  }
}

export class LiveBuffer {
  /** @param known the price that the page was rendered with, {high, high_time, low, low_time}: it is in history already. */
  constructor(known = {}, limit = 5000) {
    this.high = new Side(limit);
    this.low = new Side(limit);
    if (known.high_time != null) this.high.newest = { time: known.high_time, price: known.high };
    if (known.low_time != null) this.low.newest = { time: known.low_time, price: known.low };
  }

  /** Rows of history, ascending: {time, high, low}. */
  load(rows) {
    for (const { time, high, low } of rows) {
      this.high.load(time, high);
      this.low.load(time, low);
    }
  }

  /** A price-update of the stream. True when it brought something new. */
  add({ high, high_time, low, low_time }) {
    const highIsNew = this.high.add(high_time, high);
    const lowIsNew = this.low.add(low_time, low);
    return highIsNew || lowIsNew;
  }

  /** The live tip: the newest price at its own time, {time, price}; null when there is none. */
  get tip() {
    const { high: { newest: high }, low: { newest: low } } = this;
    return !low || (high && high.time >= low.time) ? high : low;
  }

  /** Both sides as rows ascending by time, {key, time, high, low, live}; trades of one side at the same second have a row each. */
  rows() {
    const rows = new Map();
    for (const side of ['high', 'low']) {
      let time = null, nth = 0;
      for (const point of this[side].points) {
        nth = point.time === time ? nth + 1 : 0;
        time = point.time;
        const key = `${time} ${nth}`;
        const row = rows.get(key) ?? { key, time, nth, high: null, low: null, live: false };
        row[side] = point.price;
        row.live ||= point.live;
        rows.set(key, row);
      }
    }
    return [...rows.values()].sort((a, b) => a.time - b.time || a.nth - b.nth).map(({ nth, ...row }) => row);
  }
}
