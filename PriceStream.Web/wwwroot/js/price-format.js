const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const MIN_DIGITS = 3;
const MAX_DIGITS = 12;
const DEFAULT_DIGITS = 4;

const wholeNumber = new Intl.NumberFormat('en-US');
const compactFormats = [];

// With a minus sign, as the server writes it.
const format = (formatter, number) => formatter.format(number).replace('-', '−');

/** Whole gp with thousands separators; a dash for none. */
export const formatGp = gp => gp == null ? '–' : format(wholeNumber, gp);

/** Gp such as 1.25M, with digits enough for prices a step apart to differ. */
export function formatCompactGp(gp, step = 0) {
  const digits = step && gp ? digitsBefore(gp) - digitsBefore(step) + 1 : DEFAULT_DIGITS;
  return format(compactFormat(Math.min(Math.max(digits, MIN_DIGITS), MAX_DIGITS)), gp);
}

const digitsBefore = number => Math.floor(Math.log10(Math.abs(number)));

// A format is costly to make.
function compactFormat(digits) {
  return compactFormats[digits] ??= new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: digits });
}

/** How many seconds the reader's clock is ahead of UTC at a Unix second. */
export const zoneOffset = second => -MINUTE * new Date(second * 1000).getTimezoneOffset();

const zone = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' });

/** The reader's zone at a Unix second: UTC, GMT+5:45. */
export const zoneName = second => zone.formatToParts(second * 1000).find(part => part.type === 'timeZoneName').value;

/** A Unix second as 2025-05-21 08:01:15, in the reader's zone. */
export function formatTime(second) {
  return new Date((second + zoneOffset(second)) * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Seconds in the largest unit that suits: 59 s, 2 min, 47 h, 3 days. */
export function formatSpan(seconds) {
  if (seconds < MINUTE) return span(seconds, 1, 's');
  if (seconds < HOUR) return span(seconds, MINUTE, 'min');
  if (seconds < 2 * DAY) return span(seconds, HOUR, 'h');
  return span(seconds, DAY, 'days');
}

const span = (seconds, size, unit) => `${Math.max(0, Math.floor(seconds / size))} ${unit}`;
