// How numbers and times read. Pure: no document, no clock.

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Whole gp with thousands separators, as the server writes them; what is missing is a dash. */
export const formatGp = gp => gp == null ? '–' : whole.format(gp);

/** For axes, where there is little room: 2.85M. With the step between two marks, as many digits as tell them apart. */
export function formatCompactGp(gp, step = 0) {
  const digits = step > 0 && gp ? Math.floor(Math.log10(Math.abs(gp))) - Math.floor(Math.log10(step)) + 1 : 4;
  return new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: Math.min(Math.max(digits, 3), 12) }).format(gp);
}

/** A Unix second in UTC, as the server writes it and as the game keeps it: 2025-11-25 14:05:09. */
export const formatTime = second => new Date(second * 1000).toISOString().slice(0, 19).replace('T', ' ');

/** Seconds as people say them, in the largest unit that fits. Negative ones (clocks differ) are none. */
export function formatSpan(seconds) {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} days`;
}
