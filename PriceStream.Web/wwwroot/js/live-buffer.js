import { bucketOf, mean } from './timesteps.js';

class Side {
  ticks = [];

  // The newest trade wins; of its second, the newest report.
  add(time, price, buffer) {
    const last = this.ticks.at(-1);
    if (time == null || price == null || time < last?.time || (time === last?.time && price === last.price)) return false;
    if (time === last?.time) this.ticks.pop();
    if (this.ticks.push({ time, price }) > buffer.limit) this.ticks.shift();
    buffer.isLate ||= time < buffer.from;
    if (time < buffer.until) buffer.until = null;
    return true;
  }

  load({ time, price, ...open }) {
    this.open = open;
    this.ticks = this.ticks.filter(tick => !(tick.time < time));
    if (time != null && this.ticks[0]?.time !== time) this.ticks.unshift({ time, price });
  }

  buckets({ step, from, until }, since) {
    const sums = new Map([[from, this.open]]);
    for (const { time, price } of this.ticks) {
      const start = bucketOf(time, step), { sum = 0, count = 0, fixed } = sums.get(start) ?? {};
      if (start > since && start >= from && !fixed) sums.set(start, { sum: sum + price, count: count + 1 });
    }
    return [...sums].filter(([start, { count }]) => start > since && start < until && count).map(([start, { sum, count }]) => [start, mean(sum, count)]);
  }
}

export class LiveBuffer {
  high = new Side();
  low = new Side();

  constructor(limit = 5000) { this.limit = limit; }

  // A side: its newest trade, sum and count before.
  load({ item_id, step, from, high, low }) {
    if (item_id !== (this.item ?? item_id)) [this.high, this.low] = [new Side(), new Side()];
    Object.assign(this, { item: item_id, step, from, isLate: false, until: null, closed: [] });
    this.high.load(high);
    this.low.load(low);
  }

  // True for what is new; isLate: in a bucket of history.
  add({ high, high_time, low, low_time }) {
    return [this.high.add(high_time, high, this), this.low.add(low_time, low, this)].includes(true);
  }

  // The complete buckets that history lacks, as the same objects.
  rows(now, since = -1) {
    const until = bucketOf(now, this.step), rows = new Map();
    if (until === this.until) return this.closed;
    this.until = until;
    for (const side of ['high', 'low'])
      for (const [time, price] of this[side].buckets(this, since))
        rows.set(time, { time, high: null, low: null, ...rows.get(time), [side]: price });
    return this.closed = [...rows.values()].sort((a, b) => a.time - b.time)
      .map(row => this.closed.find(old => old.time === row.time && old.high === row.high && old.low === row.low) ?? row);
  }

  get tip() {
    const high = this.high.ticks.at(-1), low = this.low.ticks.at(-1), tip = !high || low?.time > high.time ? low : high;
    const of = side => side?.time === tip.time ? side.price : null;
    return tip && { ...tip, high: of(high), low: of(low) };
  }
}
