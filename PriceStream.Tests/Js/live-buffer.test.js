import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveBuffer } from '../../PriceStream.Web/wwwroot/js/live-buffer.js';

const update = (high, high_time, low, low_time) => ({ high, high_time, low, low_time });

test('live points go in at their own trade times, side by side', () => {
  const buffer = new LiveBuffer();
  assert.equal(buffer.add(update(100, 50, 90, 40)), true);
  assert.deepEqual(buffer.rows(), [
    { key: '40 0', time: 40, high: null, low: 90, live: true },
    { key: '50 0', time: 50, high: 100, low: null, live: true },
  ]);
});

test('a repeat changes nothing, and so does a trade older than the newest', () => {
  const buffer = new LiveBuffer();
  buffer.add(update(100, 50, 90, 40));
  assert.equal(buffer.add(update(100, 50, 90, 40)), false);
  assert.equal(buffer.add(update(70, 49, 60, 39)), false);
  assert.equal(buffer.rows().length, 2);
});

test('only the side that traded gets a point', () => {
  const buffer = new LiveBuffer();
  buffer.add(update(100, 50, 90, 40));
  buffer.add(update(101, 55, 90, 40));
  assert.deepEqual(buffer.high.points.map(p => p.price), [100, 101]);
  assert.deepEqual(buffer.low.points.map(p => p.price), [90]);
});

test('another price at the same second is another trade, with a row of its own, and the newest is the tip', () => {
  const buffer = new LiveBuffer();
  buffer.add(update(100, 50, 90, 50));
  assert.equal(buffer.add(update(102, 50, 90, 50)), true);
  assert.deepEqual(buffer.rows().map(({ time, high, low }) => [time, high, low]), [[50, 100, 90], [50, 102, null]]);
  assert.deepEqual(buffer.tip, { time: 50, price: 102 });
});

test('what history holds inside a bucket is not added once more at its trade time', () => {
  const buffer = new LiveBuffer({ high: 100, high_time: 118, low: 90, low_time: 95 });
  buffer.load([{ time: 60, high: 100, low: 90 }]);
  assert.equal(buffer.add(update(100, 118, 90, 95)), false);
  assert.equal(buffer.add(update(103, 119, 90, 95)), true);
  assert.deepEqual(buffer.high.points.map(p => [p.time, p.price]), [[60, 100], [119, 103]]);
});

test('the tip is the newest price of either side at its own time, known before anything is live', () => {
  const buffer = new LiveBuffer({ high: 100, high_time: 118, low: 90, low_time: 95 });
  assert.deepEqual(buffer.tip, { time: 118, price: 100 });
  buffer.add(update(100, 118, 88, 130));
  assert.deepEqual(buffer.tip, { time: 130, price: 88 });
  assert.equal(new LiveBuffer().tip, null);
});

test('a missing side stays missing and never becomes 0', () => {
  const buffer = new LiveBuffer();
  buffer.load([{ time: 60, high: null, low: 5 }]);
  buffer.add(update(null, null, 6, 70));
  assert.deepEqual(buffer.high.points, []);
  assert.deepEqual(buffer.rows().map(row => row.high), [null, null]);
});

test('the buffer is bounded and drops the oldest', () => {
  const buffer = new LiveBuffer({}, 3);
  for (let time = 1; time <= 10; time++) buffer.add(update(time, time, null, null));
  assert.deepEqual(buffer.high.points.map(p => p.time), [8, 9, 10]);
});
