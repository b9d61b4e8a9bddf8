// The server's rules for buckets.

export const bucketOf = (time, step) => time - time % step;

export const mean = (sum, count) => Math.floor((2 * sum + count) / (2 * count));

const day = 86400;
const steps = [10, 60, 300, 600, 1200, 3600, 7200, 10800, 21600, 43200, day, 2 * day, 4 * day, 7 * day, 14 * day];

export function axisMarks(from, to, most) {
  const least = (to - from) / most, step = steps.find(step => step >= least), marks = [];
  const months = [1, 2, 3, 6, 12, 24].find(months => months * 30 * day >= least) ?? 60;
  const at = count => step ? count * step : Date.UTC(1970, count * months) / 1000;
  for (let count = Math.floor(from / (step ?? months * 31 * day)); at(count) <= to; count++)
    if (at(count) >= from) {
      const value = at(count) * 1000, part = !step ? [8, 16] : at(count) % day ? [17, step < 60 ? 25 : 22] : [5, 11];
      marks.push({ value, text: new Date(value).toUTCString().slice(...part) });
    }
  return marks;
}
