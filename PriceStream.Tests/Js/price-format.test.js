import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAge, formatCompactGp, formatGp } from '../../PriceStream.Web/wwwroot/js/price-format.js';

test('gp have thousands separators, as the server writes them', () => {
  assert.equal(formatGp(2147483647), '2,147,483,647');
  assert.equal(formatGp(-200), '-200');
  assert.equal(formatGp(0), '0');
});

test('what is missing is a dash and never 0', () => {
  assert.equal(formatGp(null), '–');
});

test('an axis has little room', () => {
  assert.equal(formatCompactGp(2850000), '2.85M');
  assert.equal(formatCompactGp(193), '193');
});

test('an age is said in the largest unit that fits', () => {
  assert.deepEqual([-3, 0, 59.9, 60, 3599, 3600, 172799, 172800].map(formatAge),
    ['0 s ago', '0 s ago', '59 s ago', '1 min ago', '59 min ago', '1 h ago', '47 h ago', '2 days ago']);
});
