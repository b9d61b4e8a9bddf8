import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCompactGp, formatGp, formatSpan, formatTime } from '../../PriceStream.Web/wwwroot/js/price-format.js';

process.env.TZ = 'UTC';

test('gp have thousands separators, as the server writes them', () => {
  assert.equal(formatGp(2147483647), '2,147,483,647');
  assert.equal(formatGp(-1200), '−1,200');
  assert.equal(formatGp(0), '0');
});

test('a missing price is a dash and never 0', () => {
  assert.equal(formatGp(null), '–');
});

test('prices on an axis are short', () => {
  assert.equal(formatCompactGp(2850000), '2.85M');
  assert.equal(formatCompactGp(193), '193');
  assert.equal(formatCompactGp(-2850000), '−2.85M');
});

test('prices on an axis have enough digits to differ from each other', () => {
  assert.deepEqual([2147483000, 2147483500].map(gp => formatCompactGp(gp, 500)), ['2.147483B', '2.1474835B']);
  assert.deepEqual([1550000, 1555000].map(gp => formatCompactGp(gp, 5000)), ['1.55M', '1.555M']);
  assert.equal(formatCompactGp(0, 5), '0');
});

test('times are in UTC', () => {
  assert.equal(formatTime(1736859309), '2025-01-14 12:55:09');
});

test('a span is shown in the largest unit that fits', () => {
  assert.deepEqual(
    [-3, 0, 59.9, 60, 3599, 3600, 172799, 172800].map(formatSpan),
    ['0 s', '0 s', '59 s', '1 min', '59 min', '1 h', '47 h', '2 days']);
});
