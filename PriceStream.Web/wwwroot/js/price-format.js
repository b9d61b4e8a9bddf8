const formats = [], formatOf = digits => formats[digits] ??= new Intl.NumberFormat('en-US', digits && { notation: 'compact', maximumSignificantDigits: digits });

export const formatGp = gp => gp == null ? '–' : formatOf(0).format(gp);

// With digits that tell steps apart.
export function formatCompactGp(gp, step = 0) {
  const digits = step && gp ? Math.floor(Math.log10(Math.abs(gp))) - Math.floor(Math.log10(step)) + 1 : 4;
  return formatOf(Math.min(Math.max(digits, 3), 12)).format(gp);
}

export const formatTime = second => new Date(second * 1000).toISOString().slice(0, 19).replace('T', ' ');

export function formatSpan(seconds) {
  const [size, unit] = seconds < 60 ? [1, 's'] : seconds < 3600 ? [60, 'min'] : seconds < 172800 ? [3600, 'h'] : [86400, 'days'];
  return `${Math.max(0, Math.floor(seconds / size))} ${unit}`;
}
