// One item: wires the stream to the chart and to the table of its numbers.
import { startFeed } from './live-feed.js';
import { LiveBuffer } from './live-buffer.js';
import { formatGp, formatTime } from './price-format.js';
import { createChart } from './price-chart.js';

const find = selector => document.querySelector(selector);
const part = name => find(`[data-part=${name}]`);

const canvas = find('canvas'), buffer = new LiveBuffer(), now = startFeed({ price, feed: later });
let told, range, chart, frame;

load();
if (window.Chart) start();
else find('#chartjs').addEventListener('load', start);
document.addEventListener('htmx:after:swap', event => { if (event.detail.ctx.swap === 'outerMorph') load(); });
// Going back changes the period, not the page.
document.addEventListener('htmx:before:history:restore', event => {
  event.preventDefault();
  htmx.ajax('GET', location.href, { target: '#chart', swap: 'outerMorph' });
});

function start() {
  chart = createChart(canvas, picked);
  find('#whole').addEventListener('click', chart.whole);
  draw();
}

// What the server has rendered, at first or anew.
function load() {
  told = JSON.parse(find('#chart').dataset.chart);
  range = part('time').textContent;
  buffer.load(told);
  draw();
}

function price(update) {
  if (!buffer.add(update)) return;
  if (buffer.isLate) htmx.trigger('#chart', 'refresh'); // only the server knows what else is in that bucket
  for (const name of ['high_time', 'low_time'])
    if (update[name]) find(`[data-field=${name}]`).dateTime = new Date(update[name] * 1000).toISOString();
  later();
}

function later() {
  frame ??= requestAnimationFrame(draw);
}

function draw() {
  frame = null;
  const time = now(), { period, gap, step, rows: history } = told, start = period && time - period, live = buffer.rows(time);
  const tip = buffer.tip?.time > start && buffer.tip, rows = [...history, ...live].filter(row => row.time > start - step);
  find('[data-testid=chart-empty]').hidden = rows.length || tip;
  chart?.draw({ rows, tip, gap, start: Math.max(start, Math.min(rows[0]?.time ?? time, time - 60)), end: Math.max(time, tip.time ?? 0) });
  for (const row of document.querySelectorAll('[data-live]')) row.remove();
  find('tbody').insertAdjacentHTML('beforeend', live.map(row => tableRow(row, 'bucket', 16)).join('') + (tip ? tableRow(tip, 'tip', 19) : ''));
}

// Numbers only: nothing in it needs encoding.
function tableRow({ time, high, low }, kind, length) {
  const text = formatTime(time);
  return `<tr data-live="${kind}"><td><time datetime="${text.replace(' ', 'T')}Z">${text.slice(0, length)}</time>`
    + [high, low, null, null].map(gp => `<td>${formatGp(gp)}`).join('');
}

// What the reader points at, in words; without that, what the chart spans.
function picked(point, index, points) {
  part('time').textContent = point ? `${formatTime(point.time)} UTC` : range;
  for (const name of ['high', 'low', 'price', 'volume']) part(name).textContent = point?.[name] == null ? '' : formatGp(point[name]);
  if (point) Object.assign(canvas, { ariaValueMax: points.length, ariaValueNow: index + 1, ariaValueText: find('.readout').innerText });
}
