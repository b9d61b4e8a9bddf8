const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** The start of the bucket that holds a Unix second. The server has the same rule. */
export const bucketOf = (time, step) => time - time % step;

/** The mean of whole gp, rounded half up. The server has the same rule. */
export const mean = (sum, count) => Math.floor((2 * sum + count) / (2 * count));

// Distances between two marks of a time axis: in seconds up to two weeks, in months beyond.
const AXIS_STEPS = [
  10, MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE,
  HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR,
  DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY,
];
const AXIS_MONTHS = [1, 2, 3, 6, 12, 24, 60];

/**
 * The marks of a time axis between two Unix seconds, at round times in UTC.
 * @param maxMarks About how many marks there is room for.
 * @returns `{ value, text }` of each mark; value is in milliseconds.
 */
export function axisMarks(from, to, maxMarks) {
  const minimumStep = (to - from) / maxMarks;
  const step = AXIS_STEPS.find(step => step >= minimumStep);
  if (step) return marksBySeconds(from, to, step);
  return marksByMonths(from, to, AXIS_MONTHS.find(months => months * 30 * DAY >= minimumStep) ?? AXIS_MONTHS.at(-1));
}

function marksBySeconds(from, to, step) {
  const marks = [];
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
    marks.push({ value: time * 1000, text: textOf(time, step) });
  }
  return marks;
}

function marksByMonths(from, to, months) {
  const marks = [];
  const firstDay = new Date(from * 1000);
  const monthsSince1970 = (firstDay.getUTCFullYear() - 1970) * 12 + firstDay.getUTCMonth();
  let count = Math.floor(monthsSince1970 / months) * months;
  for (let value; (value = Date.UTC(1970, count)) <= to * 1000; count += months) {
    if (value >= from * 1000) marks.push({ value, text: new Date(value).toUTCString().slice(8, 16) }); // May 2025
  }
  return marks;
}

// toUTCString() is "Wed, 21 May 2025 15:10:00 GMT".
function textOf(time, step) {
  const text = new Date(time * 1000).toUTCString();
  if (time % DAY === 0) return text.slice(5, 11); // 21 May
  return step < MINUTE ? text.slice(17, 25) : text.slice(17, 22); // 15:10:00 or 15:10
}
