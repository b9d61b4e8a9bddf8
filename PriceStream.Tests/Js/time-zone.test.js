import assert from 'node:assert/strict';
import { test } from 'node:test';

process.env.TZ = 'Asia/Kathmandu'; // before the modules ask for the reader's zone
const { formatTime, zoneName } = await import('../../PriceStream.Web/wwwroot/js/price-format.js');
const { axisMarks } = await import('../../PriceStream.Web/wwwroot/js/timesteps.js');

const at = text => Date.parse(text) / 1000;

test("times are in the reader's own zone, which has a name", () => {
  assert.equal(formatTime(at('2025-05-21T08:01:15Z')), '2025-05-21 13:46:15');
  assert.equal(zoneName(at('2025-05-21T08:01:15Z')), 'GMT+5:45');
});

test("the marks of an axis are at round times of the reader's own zone", () => {
  const marks = axisMarks(at('2025-05-21T15:10Z'), at('2025-05-22T09:00Z'), 6);
  assert.deepEqual(marks.map(mark => mark.text), ['21:00', '22 May', '03:00', '06:00', '09:00', '12:00']);
  assert.equal(marks[0].value, at('2025-05-21T15:15Z') * 1000);
});
