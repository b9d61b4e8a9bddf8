// One item: wires the stream to the chart and to the table of its numbers.
import { startFeed } from './live-feed.js';
import { LiveBuffer } from './live-buffer.js';
import { formatGp, formatTime } from './price-format.js';
import { createChart } from './price-chart.js';
import { bucketOf } from './timesteps.js';

const find = selector => document.querySelector(selector);
const part = name => find(`[data-part=${name}]`);

const section = find('#chart'), canvas = find('canvas'), whole = find('#whole');
const buffer = new LiveBuffer();
let spec, history, chart, waiting, drawn, body, range;

const now = startFeed({ price, feed: later, tick: () => { if (bucketOf(now(), spec.step) !== drawn) later(); } });
document.addEventListener('htmx:after:swap', event => { if (event.detail.ctx.swap === 'outerMorph') load(); });
// Going back changes the period and nothing else.
document.addEventListener('htmx:before:history:restore', event => {
  event.preventDefault();
  htmx.ajax('GET', location.href, { target: '#chart', swap: 'outerMorph' });
});
load();
find('#chartjs').addEventListener('load', start);
if (window.Chart) start();

function start() {
  chart = createChart(canvas, { picked, zoomed: view => { whole.hidden = !view; }, tipped });
  whole.addEventListener('click', chart.reset);
  canvas.dataset.drawn = '';
  draw();
}

// What the server has rendered, for a first time or anew.
function load() {
  spec = JSON.parse(section.dataset.chart);
  body = find('[data-testid=chart-data] tbody');
  range = part('time').textContent;
  buffer.load(spec);
  history = [...body.rows].map(({ cells: [time, ...cells] }) => {
    const [high, low, bought, sold] = cells.map(({ dataset: { value } }) => value ? Number(value) : null);
    return { time: Date.parse(time.firstChild.dateTime) / 1000, high, low, volume: bought == null ? null : bought + sold };
  });
  draw();
}

function price(update) {
  if (!buffer.add(update)) return;
  for (const name of ['high_time', 'low_time'])
    if (update[name]) find(`[data-field=${name}]`).dateTime = new Date(update[name] * 1000).toISOString();
  if (buffer.isShort) htmx.trigger(section, 'refresh');
  later();
}

function later() {
  waiting ??= requestAnimationFrame(draw);
}

function draw() {
  waiting = null;
  const end = now(), { period, gap, step } = spec, start = period && end - period;
  drawn = bucketOf(end, step);
  const live = buffer.rows(end), tip = buffer.tip?.time > start ? buffer.tip : null;
  const rows = [...history, ...live].filter(row => row.time > start - step);
  find('[data-testid=chart-empty]').hidden = rows.length || tip;
  chart?.draw({ rows, tip, gap, start: Math.max(start, Math.min(rows[0]?.time ?? end, end - 60)), end: Math.max(end, tip?.time ?? 0) });
  for (const row of body.querySelectorAll('[data-live]')) row.remove();
  body.append(...live.map(row => tableRow(row, 'bucket')), ...tip ? [tableRow(tip, 'tip')] : []);
}

// What the reader points at, in words; without it, what the chart spans.
function picked(point, index, { length }) {
  part('time').textContent = point ? `${formatTime(point.time).slice(0, 'price' in point ? 19 : 16)} UTC` : range;
  for (const name of ['high', 'low', 'price', 'volume']) part(name).textContent = point?.[name] == null ? '' : formatGp(point[name]);
  if (point) Object.assign(canvas, { ariaValueMax: length, ariaValueNow: index + 1, ariaValueText: part('time').parentNode.innerText });
}

// A pulse where the newest price is, once for each.
function tipped(x, y) {
  const pulse = find('.pulse'), place = `translate(${x}px,${y}px)`;
  pulse.hidden = x == null;
  if (pulse.style.transform === place) return;
  pulse.style.transform = place;
  for (const animation of pulse.getAnimations({ subtree: true })) animation.play();
}

function tableRow({ time, high, low }, kind) {
  const row = document.createElement('tr');
  row.dataset.live = kind;
  row.innerHTML = '<td><time></time></td><td></td><td></td><td>–</td><td>–</td>';
  const [at, ...cells] = row.cells, text = formatTime(time);
  at.firstChild.dateTime = text.replace(' ', 'T') + 'Z';
  at.firstChild.textContent = text.slice(0, kind === 'tip' ? 19 : 16);
  [high, low].forEach((gp, index) => {
    cells[index].dataset.value = gp ?? '';
    cells[index].textContent = formatGp(gp);
  });
  return row;
}
