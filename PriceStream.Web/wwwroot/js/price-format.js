// How numbers read. Pure: no document, no clock.

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 4 });

export const missing = '–';

/** Whole gp with thousands separators, as the server writes them. */
export const formatGp = gp => gp == null ? missing : whole.format(gp);

/** For axes, where there is little room: 2.85M. */
export const formatCompactGp = gp => compact.format(gp);

/** An age in seconds as people say it. Negative ages (clocks differ) are now. */
export function formatAge(seconds) {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86400)} days ago`;
}
