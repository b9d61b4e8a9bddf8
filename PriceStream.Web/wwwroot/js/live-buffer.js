import { bucketOf, mean } from './timesteps.js';

// Days of live trades. Older ones are dropped.
const MAX_TRADES_PER_SIDE = 5000;

const SIDES = ['high', 'low'];

// A side of a price: its live trades, oldest first, and the sum of the server's open bucket.
class Side {
  trades = [];
  openBucket = { sum: 0, count: 0 };

  get newest() {
    return this.trades.at(-1);
  }

  // Returns whether the trade is new. The newest wins; within a second, the last reported.
  add(time, price, limit) {
    if (time == null || price == null) return false;
    const { newest } = this;
    if (newest && (time < newest.time || time === newest.time && price === newest.price)) return false;
    if (newest?.time === time) this.trades.pop();
    this.trades.push({ time, price });
    if (this.trades.length > limit) this.trades.shift();
    return true;
  }

  // The server's newest trade, and the sum of the open bucket before it.
  load({ time, price, ...openBucket }) {
    this.openBucket = openBucket;
    this.trades = this.trades.filter(trade => !(trade.time < time));
    if (time != null && this.trades[0]?.time !== time) this.trades.unshift({ time, price });
  }

  // [start, mean] of each bucket from the server's open one on. Trades do not change the upstream's averages (fixed).
  meansByBucket(step, from) {
    const sums = new Map([[from, this.openBucket]]);
    for (const { time, price } of this.trades) {
      const start = bucketOf(time, step);
      const { sum, count, fixed } = sums.get(start) ?? { sum: 0, count: 0 };
      if (start >= from && !fixed) sums.set(start, { sum: sum + price, count: count + 1 });
    }
    return [...sums].filter(([, { count }]) => count > 0).map(([start, { sum, count }]) => [start, mean(sum, count)]);
  }
}

/** An item's live trades in the buckets of a chart. load() keeps them, as the period may change. Times are Unix seconds. */
export class LiveBuffer {
  high = new Side();
  low = new Side();
  isLate = false; // the last update is for a bucket that the server has closed

  #limit;
  #itemId;
  #step;
  #openFrom; // where the server's open bucket starts
  #rows = [];
  #rowsUntil; // where the open bucket started when #rows was made

  constructor(limit = MAX_TRADES_PER_SIDE) {
    this.#limit = limit;
  }

  /** Takes what the server knows. A side is `{ time, price, sum, count, fixed }`. */
  load({ item_id, step, from, high, low }) {
    if (this.#itemId !== undefined && this.#itemId !== item_id) {
      this.high = new Side();
      this.low = new Side();
    }
    this.#itemId = item_id;
    this.#step = step;
    this.#openFrom = from;
    this.#rows = [];
    this.#rowsUntil = undefined;
    this.high.load(high);
    this.low.load(low);
  }

  /** Adds a price update. Returns whether a trade in it is new. */
  add({ high, high_time, low, low_time }) {
    this.isLate = false;
    const isHighNew = this.#addTo(this.high, high_time, high);
    const isLowNew = this.#addTo(this.low, low_time, low);
    return isHighNew || isLowNew;
  }

  /**
   * The complete buckets after a time that the server lacks: `{ time, high, low }`, oldest first. Array and objects stay the same while
   * nothing has changed.
   */
  rows(now, after = -1) {
    const until = bucketOf(now, this.#step);
    if (until === this.#rowsUntil) return this.#rows;
    this.#rowsUntil = until;
    const known = new Map(this.#rows.map(row => [row.time, row]));
    this.#rows = this.#consolidate().filter(row => row.time > after && row.time < until).map(row => sameOr(known.get(row.time), row));
    return this.#rows;
  }

  /** The newest trade: `{ time, price, high, low }`, with a null for a side that did not trade then. */
  get tip() {
    const high = this.high.newest;
    const low = this.low.newest;
    const tip = !high || low?.time > high.time ? low : high;
    return tip && { ...tip, high: priceAt(high, tip.time), low: priceAt(low, tip.time) };
  }

  #addTo(side, time, price) {
    if (!side.add(time, price, this.#limit)) return false;
    if (time < this.#openFrom) this.isLate = true;
    if (time < this.#rowsUntil) this.#rowsUntil = undefined;
    return true;
  }

  #consolidate() {
    const rows = new Map();
    for (const side of SIDES) {
      for (const [time, price] of this[side].meansByBucket(this.#step, this.#openFrom)) {
        const row = rows.get(time) ?? { time, high: null, low: null };
        row[side] = price;
        rows.set(time, row);
      }
    }
    return [...rows.values()].sort((a, b) => a.time - b.time);
  }
}

const priceAt = (trade, time) => trade?.time === time ? trade.price : null;

const sameOr = (known, row) => known && known.high === row.high && known.low === row.low ? known : row;
