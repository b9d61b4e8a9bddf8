import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveBuffer } from '../../PriceStream.Web/wwwroot/js/live-buffer.js';

const nothing = { sum: 0, count: 0 };
const state = (step, from, high = nothing, low = nothing, item_id = 2) => ({ item_id, step, from, high, low });
const update = (high, high_time, low = null, low_time = null, item_id = 2) => ({ item_id, high, high_time, low, low_time });

function loaded(...args) {
  const buffer = new LiveBuffer();
  buffer.load(state(...args));
  return buffer;
}

test('a bucket is the mean of its trades, rounded half up, once it is complete', () => {
  const buffer = loaded(60, 0);
  for (const [price, time] of [[200, 1], [201, 30], [300, 61]]) buffer.add(update(price, time));
  assert.deepEqual(buffer.rows(59), []);
  assert.deepEqual(buffer.rows(60), [{ time: 0, high: 201, low: null }]);
  assert.deepEqual(buffer.rows(120).map(row => row.high), [201, 300]);
});

test('the bucket that was open when the page was rendered continues from its sum', () => {
  const buffer = loaded(60, 0, { sum: 1000, count: 3, price: 400, time: 20 });
  buffer.add(update(500, 40));
  assert.equal(buffer.rows(60)[0].high, 380);
});

test('a later report of the newest second replaces the price in the sum', () => {
  const buffer = loaded(60, 0, { sum: 1000, count: 3, price: 400, time: 20 });
  buffer.add(update(404, 20));
  assert.equal(buffer.rows(60)[0].high, 351);
});

test('the average from the upstream wins in its own bucket only', () => {
  const buffer = loaded(60, 0, { sum: 777, count: 1, fixed: true, price: 400, time: 20 });
  buffer.add(update(500, 40));
  buffer.add(update(600, 70));
  assert.deepEqual(buffer.rows(120).map(row => row.high), [777, 600]);
});

test('a repeated trade or an older one changes nothing', () => {
  const buffer = loaded(60, 0);
  assert.equal(buffer.add(update(100, 50, 90, 40)), true);
  assert.equal(buffer.add(update(100, 50, 90, 40)), false);
  assert.equal(buffer.add(update(70, 49, 60, 39)), false);
  assert.deepEqual(buffer.rows(60), [{ time: 0, high: 100, low: 90 }]);
});

test('a missing side stays missing and never becomes 0', () => {
  const buffer = loaded(60, 0);
  buffer.add(update(null, null, 6, 10));
  assert.deepEqual(buffer.rows(60), [{ time: 0, high: null, low: 6 }]);
});

test('points that arrive before the state is loaded are kept', () => {
  const buffer = new LiveBuffer();
  buffer.add(update(100, 65));
  buffer.load(state(60, 60));
  assert.equal(buffer.rows(120)[0].high, 100);
});

test('another period keeps the points that its history does not have', () => {
  const buffer = loaded(60, 0);
  for (const time of [10, 70, 130]) buffer.add(update(time, time));
  buffer.load(state(300, 0, { sum: 10, count: 1, price: 70, time: 70 }));
  buffer.add(update(200, 200));
  assert.deepEqual(buffer.rows(300), [{ time: 0, high: 103, low: null }]); // 10, 70, 130, 200
});

test('another item clears the points', () => {
  const buffer = loaded(60, 0);
  buffer.add(update(100, 10));
  buffer.load(state(60, 0, nothing, nothing, 4151));
  assert.deepEqual(buffer.rows(60), []);
  assert.equal(buffer.tip, undefined);
});

test('each trade in a closed bucket is late, also while the state is being loaded', () => {
  const buffer = loaded(60, 60);
  buffer.add(update(100, 58));
  assert.equal(buffer.isLate, true);
  buffer.add(update(101, 59));
  assert.equal(buffer.isLate, true);
  buffer.add(update(102, 60));
  assert.equal(buffer.isLate, false);
});

test('the tip is the newest price of either side at its own time, also before any live price', () => {
  const buffer = loaded(60, 60, { ...nothing, price: 100, time: 118 }, { ...nothing, price: 90, time: 95 });
  assert.deepEqual(buffer.tip, { time: 118, price: 100, high: 100, low: null });
  buffer.add(update(100, 118, 88, 130));
  assert.deepEqual(buffer.tip, { time: 130, price: 88, high: null, low: 88 });
  buffer.add(update(101, 130, 88, 130));
  assert.deepEqual(buffer.tip, { time: 130, price: 101, high: 101, low: 88 });
});

test('the buffer is bounded and drops the oldest points', () => {
  const buffer = new LiveBuffer(3);
  buffer.load(state(1, 0));
  for (let time = 1; time <= 10; time++) buffer.add(update(time, time));
  assert.deepEqual(buffer.rows(11).map(row => row.time), [8, 9, 10]);
});
