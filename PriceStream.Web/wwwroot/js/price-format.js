// How numbers read. Pure: no document, no clock.

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const missing = '–';

/** Whole gp with thousands separators, as the server writes them. */
export const formatGp = gp => gp == null ? missing : whole.format(gp);

/** For axes, where there is little room: 2.85M. With the step between two marks, as many digits as tell them apart. */
export function formatCompactGp(gp, step = 0) {
  const digits = step > 0 && gp ? Math.floor(Math.log10(Math.abs(gp))) - Math.floor(Math.log10(step)) + 1 : 4;
  return new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: Math.min(Math.max(digits, 3), 12) }).format(gp);
}

/** The time of day of a Unix second in UTC, as the server writes it and as the game keeps it: 14:05:09, without seconds 14:05. */
export const formatClock = (second, seconds = true) => new Date(second * 1000).toISOString().slice(11, seconds ? 19 : 16);

/** An age in seconds as people say it. Negative ages (clocks differ) are now. */
export function formatAge(seconds) {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86400)} days ago`;
}
