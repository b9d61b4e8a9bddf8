// One item: wires the stream to the chart and to the table of its numbers.
import { showAges, startFeed } from './live-feed.js';
import { LiveBuffer } from './live-buffer.js';
import { formatGp } from './price-format.js';
import { createChart } from './price-chart.js';

const canvas = document.querySelector('[data-testid=price-chart]');
const empty = document.querySelector('[data-testid=chart-empty]');
const body = document.querySelector('[data-testid=chart-data] tbody');
const item = Number(canvas.dataset.item);
const value = cell => cell.dataset.value ? Number(cell.dataset.value) : null;
const seconds = time => time.dateTime ? Date.parse(time.dateTime) / 1000 : null;
const field = name => document.querySelector(`[data-item="${item}"][data-field="${name}"]`);
const buffer = new LiveBuffer({
  high: value(field('high')), high_time: seconds(field('high_time')), low: value(field('low')), low_time: seconds(field('low_time')),
});
const rows = new Map(); // by key: what the table shows

for (const row of body.rows) {
  const [time, high, low] = row.cells;
  const at = seconds(time.firstChild);
  rows.set(`${at} 0`, row);
  buffer.load([{ time: at, high: value(high), low: value(low) }]);
}

let chart = null, waiting = false;
const now = startFeed({ price });
showAges(now);
chart = createChart(canvas, { periodSeconds: Number(canvas.dataset.periodSeconds), gapSeconds: 10 * Number(canvas.dataset.timestepSeconds) });
draw();

function price(update) {
  if (update.item_id !== item || !buffer.add(update)) return;
  showTradeTime('high_time', update.high_time);
  showTradeTime('low_time', update.low_time);
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; draw(); });
}

function draw() {
  const { high, low, tip } = buffer;
  const drawn = chart?.draw({ high: high.points, low: low.points, tip }, Math.max(now(), tip?.time ?? 0));
  empty.hidden = drawn !== false;
  fillTable();
}

function showTradeTime(name, second) {
  if (second != null) field(name).dateTime = new Date(second * 1000).toISOString();
}

// The table has a row for each point of the chart: what came from the stream is added, what has left the buffer goes.
function fillTable() {
  const points = buffer.rows();
  const kept = new Set(points.map(point => point.key));
  for (const [key, row] of rows) if (!kept.has(key)) { row.remove(); rows.delete(key); }
  const tip = points.findLast(point => point.time === buffer.tip?.time);
  let next = null;
  for (const point of points.reverse()) {
    const row = rows.get(point.key) ?? addRow(point);
    if (point.live) row.dataset.live = point === tip ? 'tip' : 'tick';
    [point.high, point.low].forEach((gp, index) => {
      const cell = row.cells[index + 1];
      cell.dataset.value = gp ?? '';
      cell.textContent = formatGp(gp);
    });
    if (!row.isConnected || row.nextElementSibling !== next) body.insertBefore(row, next);
    next = row;
  }
}

function addRow({ key, time: second }) {
  const row = document.createElement('tr');
  row.innerHTML = '<td><time></time></td><td></td><td></td>';
  const time = row.querySelector('time');
  time.dateTime = new Date(second * 1000).toISOString();
  time.textContent = time.dateTime.slice(0, 19).replace('T', ' ');
  rows.set(key, row);
  return row;
}
