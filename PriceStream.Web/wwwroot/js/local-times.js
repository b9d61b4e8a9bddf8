import { setText } from './dom.js';
import { formatTime, zoneName } from './price-format.js';

const DATE_AND_MINUTE = [0, 16];
const CLOCK = [11];

/** Writes the page's times in the reader's own time zone. The server writes them in UTC, for readers without script. */
export function showLocalTimes() {
  for (const time of document.querySelectorAll('time[datetime]:not([data-field], [data-zone])')) {
    const second = Date.parse(time.dateTime) / 1000;
    const namesZone = time.textContent.endsWith('UTC');
    time.dataset.zone = zoneName(second);
    const text = formatTime(second).slice(...time.hasAttribute('data-clock') ? CLOCK : DATE_AND_MINUTE);
    setText(time, namesZone ? `${text} ${time.dataset.zone}` : text);
  }
  for (const zone of document.querySelectorAll('[data-testid=zone]')) setText(zone, zoneName(Date.now() / 1000));
}
