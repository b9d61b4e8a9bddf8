import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axisMarks, bucketOf, mean } from '../../PriceStream.Web/wwwroot/js/timesteps.js';

process.env.TZ = 'UTC';

const at = text => Date.parse(text) / 1000;

test('a bucket starts at a whole multiple of its width', () => {
  assert.deepEqual([0, 59, 60, 119].map(time => bucketOf(time, 60)), [0, 0, 60, 60]);
});

test('a mean is rounded half up and exact for the highest prices', () => {
  assert.deepEqual([[3, 2], [4, 3], [5, 3], [1, 1]].map(([sum, count]) => mean(sum, count)), [2, 1, 2, 1]);
  assert.equal(mean(2147483647 * 5000, 5000), 2147483647);
});

test('an axis of hours shows times, and the date at midnight', () => {
  const marks = axisMarks(at('2025-05-21T15:10Z'), at('2025-05-22T09:00Z'), 6);
  assert.deepEqual(marks.map(mark => mark.text), ['18:00', '21:00', '22 May', '03:00', '06:00', '09:00']);
});

test('an axis of minutes shows seconds when its marks need them', () => {
  const marks = axisMarks(at('2025-05-21T08:00:05Z'), at('2025-05-21T08:01Z'), 6);
  assert.deepEqual(marks.map(mark => mark.text), ['08:00:10', '08:00:20', '08:00:30', '08:00:40', '08:00:50', '08:01:00']);
});

test('an axis of weeks shows days, and one of a year the first of each month', () => {
  assert.equal(axisMarks(at('2025-05-01T00:00Z'), at('2025-05-30T00:00Z'), 8).every(mark => /^\d+ May$/.test(mark.text)), true);
  const year = axisMarks(at('2024-11-25T00:00Z'), at('2025-11-25T00:00Z'), 8);
  assert.deepEqual(year.map(mark => mark.text), ['Jan 2025', 'Mar 2025', 'May 2025', 'Jul 2025', 'Sep 2025', 'Nov 2025']);
  assert.equal(year[0].value, at('2025-01-01T00:00Z') * 1000);
});
