import { zoneOffset } from './price-format.js';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** The start of the bucket that holds a Unix second. The server has the same rule. */
export const bucketOf = (time, step) => time - time % step;

/** The mean of whole gp, rounded half up. The server has the same rule. */
export const mean = (sum, count) => Math.floor((2 * sum + count) / (2 * count));

// Distances between marks of a time axis: in seconds, beyond two weeks in months.
const AXIS_STEPS = [
  10, MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE,
  HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR,
  DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY,
];
const AXIS_MONTHS = [1, 2, 3, 6, 12, 24, 60];

/**
 * The marks of a time axis between two Unix seconds, at round times of the reader's zone: `{ value, text }`, value in milliseconds.
 * @param maxMarks About how many there is room for.
 */
export function axisMarks(from, to, maxMarks) {
  const minimumStep = (to - from) / maxMarks;
  const step = AXIS_STEPS.find(step => step >= minimumStep);
  if (step) return marksBySeconds(from, to, step);
  return marksByMonths(from, to, AXIS_MONTHS.find(months => months * 30 * DAY >= minimumStep) ?? AXIS_MONTHS.at(-1));
}

function marksBySeconds(from, to, step) {
  const marks = [];
  const offset = zoneOffset(from);
  for (let time = Math.ceil((from + offset) / step) * step - offset; time <= to; time += step) {
    marks.push({ value: time * 1000, text: textOf(time, step) });
  }
  return marks;
}

function marksByMonths(from, to, months) {
  const marks = [];
  const firstDay = new Date(from * 1000);
  const monthsSince1970 = (firstDay.getFullYear() - 1970) * 12 + firstDay.getMonth();
  let count = Math.floor(monthsSince1970 / months) * months;
  for (let value; (value = new Date(1970, count).getTime()) <= to * 1000; count += months) {
    if (value >= from * 1000) marks.push({ value, text: localText(value / 1000).slice(8, 16) }); // May 2025
  }
  return marks;
}

// "Wed, 21 May 2025 15:10:00 GMT", where GMT is the reader's zone.
const localText = time => new Date((time + zoneOffset(time)) * 1000).toUTCString();

function textOf(time, step) {
  const text = localText(time);
  const isMidnight = (time + zoneOffset(time)) % DAY === 0;
  if (isMidnight || step >= DAY) return text.slice(5, 11); // 21 May
  return step < MINUTE ? text.slice(17, 25) : text.slice(17, 22); // 15:10:00 or 15:10
}
