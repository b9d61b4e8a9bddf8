// What has come live of one item's prices, both sides, put into buckets by the server's rules. Pure.
import { bucketOf, mean } from './timesteps.js';

/** One side: trades {time, price}, ascending by Unix second, one a second. */
class Side {
  ticks = [];
  lost = -1; // the newest that was dropped
  open = { sum: 0, count: 0, after: 0 };

  get newest() { return this.ticks.at(-1); }

  /** The newest trade time wins; at the same second, the newest report. A repeat changes nothing. */
  add(time, price, limit) {
    const { newest } = this;
    if (time == null || price == null || time < newest?.time || (time === newest?.time && price === newest.price)) return false;
    if (time === newest?.time) this.ticks.pop();
    this.ticks.push({ time, price });
    if (this.ticks.length > limit) this.lost = this.ticks.shift().time;
    return true;
  }

  load({ sourced, sum, count, price, time }, from, limit) {
    if (!(time <= this.newest?.time)) this.add(time, price, limit);
    this.known = time ?? -1;
    // The newest trade is in the sum. It comes out, for a later report of the same second would replace it.
    const out = count > 0 && time >= from && this.ticks.some(tick => tick.time === time);
    this.open = out ? { sourced, sum: sum - price, count: count - 1, after: time } : { sourced, sum, count, after: this.known + 1 };
  }

  /** Adds this side to the complete buckets from the one on that was open when the server last told. */
  fill(rows, name, { step, from }, until) {
    const { open } = this, sums = new Map();
    const add = (time, sum, count) => {
      const bucket = sums.get(time) ?? { sum: 0, count: 0 };
      sums.set(time, { sum: bucket.sum + sum, count: bucket.count + count });
    };
    if (from < until && open.count) add(from, open.sum, open.count);
    for (const { time, price } of this.ticks) {
      const bucket = bucketOf(time, step);
      if (bucket >= from && bucket < until && (bucket > from || time >= open.after)) add(bucket, price, 1);
    }
    if (from < until && open.sourced != null) sums.set(from, { sum: open.sourced, count: 1 });
    for (const [time, { sum, count }] of sums) {
      const row = rows.get(time) ?? { time, high: null, low: null, live: true };
      row[name] = mean(sum, count);
      rows.set(time, row);
    }
  }
}

export class LiveBuffer {
  constructor(limit = 5000) {
    this.limit = limit;
    this.clear();
  }

  clear() {
    this.item = null;
    this.scale = { step: 1, from: 0 };
    [this.high, this.low] = [new Side(), new Side()];
  }

  /**
   * What the server says of a period: {item_id, step, from, high, low}; from is where its open bucket starts; a side is {sourced, sum,
   * count, price, time}: what is in that bucket, and the newest trade. Live points stay; those of another item go.
   */
  load({ item_id, step, from, high, low }) {
    if (this.item !== item_id && this.item != null) this.clear();
    this.item = item_id;
    this.scale = { step, from };
    this.high.load(high, from, this.limit);
    this.low.load(low, from, this.limit);
  }

  /** A price-update of the stream. True when it brought something new. */
  add({ item_id, high, high_time, low, low_time }) {
    if (item_id !== (this.item ??= item_id)) return false;
    const highIsNew = this.high.add(high_time, high, this.limit);
    return this.low.add(low_time, low, this.limit) || highIsNew;
  }

  /** Something was dropped that the server's history did not hold yet: it must be asked again. */
  get isShort() { return [this.high, this.low].some(side => side.lost > side.known); }

  /** The complete buckets that history does not have, ascending: {time, high, low, live}. */
  rows(now) {
    const rows = new Map(), until = bucketOf(now, this.scale.step);
    this.high.fill(rows, 'high', this.scale, until);
    this.low.fill(rows, 'low', this.scale, until);
    return [...rows.values()].sort((a, b) => a.time - b.time);
  }

  /** The live tip: the newest price at its own time, {time, price, high, low}, null for the side that is older; null when there is none. */
  get tip() {
    const { high: { newest: high }, low: { newest: low } } = this, newest = low?.time > (high?.time ?? -1) ? low : high;
    const of = side => side?.time === newest.time ? side.price : null;
    return newest ? { ...newest, high: of(high), low: of(low), live: true } : null;
  }
}
