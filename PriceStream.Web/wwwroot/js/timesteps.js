// Where buckets begin and what they are worth, by the server's rules; and where a time axis has its marks. Pure.

export const bucketOf = (time, step) => time - time % step;

/** The mean of whole prices, rounded half up. */
export const mean = (sum, count) => Math.floor((2 * sum + count) / (2 * count));

const day = 86400;
const steps = [5, 10, 30, 60, 120, 300, 600, 1200, 3600, 7200, 10800, 21600, 43200, day, 2 * day, 4 * day, 7 * day, 14 * day];

/** About so many marks between two Unix seconds, at whole steps that people use, in UTC: [{time, text}]. */
export function axisMarks(from, to, most) {
  const least = (to - from) / most, step = steps.find(step => step >= least), marks = [];
  const mark = (time, format) => marks.push({ time, text: new Date(time * 1000).toLocaleString('en-GB', { timeZone: 'UTC', ...format }) });
  if (step) {
    for (let time = Math.ceil(from / step) * step; time <= to; time += step)
      mark(time, time % day ? { hour: '2-digit', minute: '2-digit', second: step < 60 ? '2-digit' : undefined } : { day: 'numeric', month: 'short' });
    return marks;
  }
  const months = [1, 2, 3, 6, 12, 24].find(months => months * 30 * day >= least) ?? 60, first = new Date(from * 1000);
  let month = Math.ceil(((first.getUTCFullYear() - 1970) * 12 + first.getUTCMonth() + 1) / months) * months;
  for (let time; (time = Date.UTC(1970, month) / 1000) <= to; month += months) mark(time, { month: 'short', year: 'numeric' });
  return marks;
}
