import { listenToReader } from './chart-input.js';
import { find, listen, setText } from './dom.js';
import { LiveBuffer } from './live-buffer.js';
import { startLivePage } from './live-page.js';
import { PriceChart } from './price-chart.js';
import { formatGp, formatTime, zoneName } from './price-format.js';
import { bucketOf } from './timesteps.js';

// The shortest axis of a period without a length.
const MIN_AXIS_SECONDS = 60;

const buffer = new LiveBuffer();
const clock = startLivePage({ onPrice: addPrice, onPoll: drawSoon });

let history; // from the server
let historyJson;
let periodText; // in the readout without a selected point
let chart; // once Chart.js has loaded
let rows = [];
let liveRows; // those that `rows` was made with
let selected; // the point that the reader points at
let frame;

loadHistory();
if (window.Chart) startChart();
else find('#chartjs').addEventListener('load', startChart);

listen('htmx:after:swap', ({ target }) => {
  showWorking();
  if (!target.matches('[data-stream]')) loadHistory();
});
// Back and forward change the period without a new page.
listen('htmx:before:history:restore', event => {
  event.preventDefault();
  htmx.ajax('GET', location.href, { target: '#chart', swap: 'outerMorph' });
});

function startChart() {
  const canvas = find('[data-testid=price-chart]');
  chart = new PriceChart(canvas, showReadout);
  listenToReader(canvas, chart);
  find('#whole').addEventListener('click', () => chart.showWholePeriod());
  draw();
}

function loadHistory() {
  const { chart: json } = find('#chart').dataset;
  if (json === historyJson) return;
  historyJson = json;
  history = JSON.parse(json);
  periodText = readoutPart('time').textContent;
  liveRows = undefined;
  buffer.load(history);
  showReadout(selected);
  draw();
}

function addPrice(update) {
  for (const field of ['high_time', 'low_time']) {
    if (update[field]) find(`[data-field=${field}]`).dateTime = new Date(update[field] * 1000).toISOString();
  }
  if (!buffer.add(update)) return;
  // Each time, as the request in flight may miss this trade.
  if (buffer.isLate) htmx.trigger('#chart', 'refresh');
  drawSoon();
}

// While a number is missing, the server's text stays.
function showWorking() {
  const working = find('[data-field=working]');
  const numbers = ['high', 'low', 'margin'].map(field => find(`.main [data-field=${field}]`).dataset.value);
  if (!numbers.every(Boolean)) return;
  const [high, low, margin] = numbers.map(Number);
  const tax = `${formatGp(high - low - margin)} (${working.dataset.rate})`;
  setText(working, `${formatGp(high)} − ${tax} − ${formatGp(low)} = ${formatGp(margin)}`);
}

function drawSoon() {
  frame ??= requestAnimationFrame(draw);
}

function draw() {
  frame = undefined;
  const { period, gap, step } = history;
  // No trade is in the future: the server's clock may be slow.
  const now = Math.max(clock.now(), buffer.tip?.time ?? 0);
  const start = period ? now - period : -Infinity;
  const tip = buffer.tip?.time > start ? buffer.tip : undefined;
  updateRows(now, start - step);
  showTableRows(tip ? [tip] : [], 'tip');
  showEmptyNotice(rows.length === 0 && !tip);
  chart?.draw({ rows, tip, gap, ...axisEnds(now) });
}

// Text browsers show what is hidden.
function showEmptyNotice(isEmpty) {
  const notice = find('[data-testid=chart-empty]');
  notice.hidden = !isEmpty;
  setText(notice, isEmpty ? notice.dataset.text : '');
}

// Complete buckets become rows, and rows older than the period are dropped.
function updateRows(now, after) {
  const live = buffer.rows(now, after);
  if (live === liveRows) return;
  liveRows = live;
  rows = [...history.rows.filter(row => row.time > after), ...live];
  showTableRows(live, 'bucket');
}

// The axis moves a bucket at a time, so that a tick moves nothing but the tip.
function axisEnds(now) {
  const { period, step } = history;
  const end = bucketOf(now, step) + step;
  const start = period ? end - period : Math.min(rows[0]?.time ?? end, end - MIN_AXIS_SECONDS);
  return { start, end };
}

function showTableRows(rows, kind) {
  for (const element of document.querySelectorAll(`[data-live=${kind}]`)) element.remove();
  find('[data-testid=chart-data] tbody').append(...rows.map(row => row.element ??= tableRow(row, kind)));
}

function tableRow({ time, high, low }, kind) {
  const element = document.createElement('tr');
  element.dataset.live = kind;
  element.append(timeCell(time, kind), ...[high, low, null, null].map(gp => cell(formatGp(gp))));
  return element;
}

function timeCell(time, kind) {
  const text = formatTime(time);
  const element = document.createElement('time');
  element.dateTime = new Date(time * 1000).toISOString().replace('.000', '');
  element.dataset.zone = zoneName(time);
  element.textContent = kind === 'tip' ? text : text.slice(0, 'YYYY-MM-DD HH:MM'.length);
  return cell(element);
}

function cell(content) {
  const element = document.createElement('td');
  element.append(content);
  return element;
}

function showReadout(point) {
  selected = point;
  readoutPart('time').textContent = point ? `${formatTime(point.time)} ${zoneName(point.time)}` : periodText;
  for (const field of ['high', 'low', 'price', 'volume']) {
    readoutPart(field).textContent = point?.[field] == null ? '' : formatGp(point[field]);
  }
}

function readoutPart(name) {
  return find(`[data-part=${name}]`);
}
