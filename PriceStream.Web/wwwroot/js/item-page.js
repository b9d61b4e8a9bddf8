import { find, listen, startFeed } from './live-feed.js';
import { LiveBuffer } from './live-buffer.js';
import { formatGp, formatTime } from './price-format.js';
import { createChart } from './price-chart.js';

const part = name => find(`[data-part=${name}]`);

const buffer = new LiveBuffer(), now = startFeed({ price, feed: later });
let told, range, chart, frame, closed, rows;

load();
if (window.Chart) start();
else find('#chartjs').addEventListener('load', start);
listen('htmx:after:swap', event => { if (event.detail.ctx.swap === 'outerMorph') load(); });
listen('htmx:before:history:restore', event => {
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
  if (buffer.isLate) htmx.trigger('#chart', 'refresh');
  for (const name of ['high_time', 'low_time'])
    if (update[name]) find(`[data-field=${name}]`).dateTime = new Date(update[name] * 1000).toISOString();
  later();
}

function later() {
  frame ??= requestAnimationFrame(draw);
}

function draw() {
  frame = null;
  // The server's may be slow.
  const time = Math.max(now(), buffer.tip?.time ?? 0), { period, gap, step, rows: history } = told, start = period && time - period, live = buffer.rows(time, start - step);
  const tip = buffer.tip?.time > start && buffer.tip;
  if (closed !== live) {
    rows = [...history.filter(row => row.time > start - step), ...live];
    fill(closed = live, 'bucket');
  }
  fill(tip ? [tip] : [], 'tip');
  find('[data-testid=chart-empty]').hidden = rows.length || tip;
  chart?.draw({ rows, tip, gap, start: Math.max(start, Math.min(rows[0]?.time ?? time, time - 60)), end: time });
}

function fill(rows, kind) {
  for (const tr of document.querySelectorAll(`[data-live=${kind}]`)) tr.remove();
  find('tbody').append(...rows.map(row => row.tr ??= tableRow(row, kind)));
}

function tableRow({ time, high, low }, kind) {
  const tr = document.createElement('tr'), text = formatTime(time);
  tr.dataset.live = kind;
  tr.innerHTML = `<td><time datetime="${text.replace(' ', 'T')}Z">${kind === 'tip' ? text : text.slice(0, 16)}</time>`
    + [high, low, null, null].map(gp => `<td>${formatGp(gp)}`).join('');
  return tr;
}

function picked(point) {
  part('time').textContent = point ? `${formatTime(point.time)} UTC` : range;
  for (const name of ['high', 'low', 'price', 'volume']) part(name).textContent = point?.[name] == null ? '' : formatGp(point[name]);
}
