import { startFeed } from './live-feed.js';
import { LiveBuffer } from './live-buffer.js';
import { formatGp, formatTime } from './price-format.js';
import { createChart } from './price-chart.js';

const find = selector => document.querySelector(selector);
const part = name => find(`[data-part=${name}]`);

const buffer = new LiveBuffer(), now = startFeed({ price, feed: later });
let told, range, chart, frame, closed, rows;

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
  chart = createChart(find('canvas'), picked);
  find('#whole').addEventListener('click', chart.whole);
  draw();
}

function load() {
  told = JSON.parse(find('#chart').dataset.chart);
  range = part('time').textContent;
  buffer.load(told);
  draw();
}

function price(update) {
  if (!buffer.add(update)) return;
  if (buffer.isLate) htmx.trigger('#chart', 'refresh'); // it knows what else is in there
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
  const tip = buffer.tip?.time > start && buffer.tip, inPeriod = row => row.time > start - step;
  if (closed !== live) {
    closed = live;
    rows = [...history, ...live].filter(inPeriod);
    for (const row of document.querySelectorAll('[data-live=bucket]')) row.remove();
    append(live.filter(inPeriod), 'bucket', 16);
  }
  find('[data-live=tip]')?.remove();
  append(tip ? [tip] : [], 'tip', 19);
  find('[data-testid=chart-empty]').hidden = rows.length || tip;
  chart?.draw({ rows, tip, gap, start: Math.max(start, Math.min(rows[0]?.time ?? time, time - 60)), end: Math.max(time, tip.time ?? 0) });
}

// Numbers only: nothing in it needs encoding.
function append(rows, kind, length) {
  find('tbody').insertAdjacentHTML('beforeend', rows.map(({ time, high, low }) => {
    const text = formatTime(time);
    return `<tr data-live="${kind}"><td><time datetime="${text.replace(' ', 'T')}Z">${text.slice(0, length)}</time>`
      + [high, low, null, null].map(gp => `<td>${formatGp(gp)}`).join('');
  }).join(''));
}

function picked(point) {
  part('time').textContent = point ? `${formatTime(point.time)} UTC` : range;
  for (const name of ['high', 'low', 'price', 'volume']) part(name).textContent = point?.[name] == null ? '' : formatGp(point[name]);
}
