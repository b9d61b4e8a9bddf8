// Pure.
import { bucketOf, mean } from './timesteps.js';

// One side: the trades that history does not hold, one a second.
class Side {
  ticks = [];
  sums = new Map();

  // The newest trade time wins; at the same second, the newest report.
  add(time, price, buffer) {
    const last = this.ticks.at(-1);
    if (time == null || price == null || time < last?.time || (time === last?.time && price === last.price)) return false;
    if (time === last?.time) this.count(this.ticks.pop(), -1, buffer);
    const tick = { time, price };
    this.count(tick, 1, buffer);
    if (this.ticks.push(tick) > buffer.limit) this.count(this.ticks.shift(), -1, buffer);
    buffer.isLate ||= time < buffer.from;
    return true;
  }

  load({ time, price, ...open }, buffer) {
    this.ticks = this.ticks.filter(tick => !(tick.time < time));
    if (time != null && this.ticks[0]?.time !== time) this.ticks.unshift({ time, price });
    this.sums = new Map([[buffer.from, open]]);
    for (const tick of this.ticks) this.count(tick, 1, buffer);
  }

  count({ time, price }, by, buffer) {
    const start = bucketOf(time, buffer.step), { sum = 0, count = 0, fixed } = this.sums.get(start) ?? {};
    if (!(start >= buffer.from) || fixed) return;
    this.sums.set(start, { sum: sum + by * price, count: count + by });
    if (start < buffer.until) buffer.until = null;
  }
}

export class LiveBuffer {
  high = new Side();
  low = new Side();

  constructor(limit = 5000) { this.limit = limit; }

  // The server's open bucket starts at from. Of each side: the newest trade, and the sum and count of those before it in the bucket.
  load({ item_id, step, from, high, low }) {
    if (item_id !== (this.item ?? item_id)) [this.high, this.low] = [new Side(), new Side()];
    Object.assign(this, { item: item_id, step, from, isLate: false, until: null });
    this.high.load(high, this);
    this.low.load(low, this);
  }

  // True for what is new; isLate then, when its bucket was closed in history.
  add({ high, high_time, low, low_time }) {
    const isNew = this.high.add(high_time, high, this);
    return this.low.add(low_time, low, this) || isNew;
  }

  // The complete buckets that history does not have; the same array for as long as they are the same.
  rows(now) {
    const until = bucketOf(now, this.step), rows = new Map();
    if (until === this.until) return this.closed;
    this.until = until;
    for (const side of ['high', 'low'])
      for (const [time, { sum, count }] of this[side].sums)
        if (time < until && count) rows.set(time, { time, high: null, low: null, ...rows.get(time), [side]: mean(sum, count) });
    return this.closed = [...rows.values()].sort((a, b) => a.time - b.time);
  }

  get tip() {
    const [high, low] = [this.high.ticks.at(-1), this.low.ticks.at(-1)], tip = low?.time > (high?.time ?? -1) ? low : high;
    const of = side => side?.time === tip.time ? side.price : null;
    return tip && { ...tip, high: of(high), low: of(low) };
  }
}
