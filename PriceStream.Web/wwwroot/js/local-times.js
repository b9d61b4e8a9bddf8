import { setText } from './dom.js';
import { formatTime, zoneName } from './price-format.js';

const DATE_AND_MINUTE = [0, 16];
const CLOCK = [11];

/** Writes times in the reader's zone. Each names it unless a heading does; summer's and winter's may differ. */
export function showLocalTimes() {
  const zoneNow = zoneName(Date.now() / 1000);
  for (const heading of document.querySelectorAll('[data-testid=zone]')) setText(heading, zoneNow);
  for (const time of document.querySelectorAll('time[datetime]:not([data-field], [data-zone])')) {
    const second = Date.parse(time.dateTime) / 1000;
    const zone = time.dataset.zone = zoneName(second);
    const text = formatTime(second).slice(...time.hasAttribute('data-clock') ? CLOCK : DATE_AND_MINUTE);
    setText(time, time.textContent.endsWith('UTC') || zone !== zoneNow ? `${text} ${zone}` : text);
  }
}
