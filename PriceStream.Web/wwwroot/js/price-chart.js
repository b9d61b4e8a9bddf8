// The only file that knows Chart.js (a classic script).
import { formatCompactGp } from './price-format.js';
import { axisMarks } from './timesteps.js';

const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const apart = ticks => ticks.length > 1 ? ticks[1].value - ticks[0].value : 0;

/**
 * A chart on the canvas. draw({rows, tip, start, end, gap}): rows {time, high, low, volume} ascending, times in Unix seconds; what is
 * further apart than gap has a hole between. Told: picked(point, index, points), what the reader points at, null for nothing; zoomed(view),
 * null for the whole; tipped(x, y), where the tip is, nothing when it is not in view.
 */
export function createChart(canvas, { picked, zoomed, tipped }) {
  let data = { rows: [] }, points = [], chosen = null, view = null, drag = null;
  const line = (label, borderDash = []) => ({ label, data: [], borderDash, borderWidth: 2, pointRadius: 0, yAxisID: 'y' });
  const gpAxis = { stack: 'gp', grid: {}, ticks: { precision: 0, callback: (gp, index, ticks) => formatCompactGp(gp, apart(ticks)) } };
  const chart = new Chart(canvas, {
    type: 'line',
    data: { datasets: [
      line('Instant-buy'),
      line('Instant-sell', [6, 3]),
      { label: 'Live', data: [], pointStyle: 'rectRot', pointRadius: 6, order: -1, yAxisID: 'y' },
      { label: 'Traded', data: [], type: 'bar', yAxisID: 'volume', maxBarThickness: 9 },
    ] },
    options: {
      animation: false, parsing: false, normalized: true, maintainAspectRatio: false, events: [],
      scales: {
        x: {
          type: 'linear', offset: false, grid: { offset: false }, ticks: { maxRotation: 0, autoSkip: false, callback: (ms, index, ticks) => ticks[index].text },
          afterBuildTicks(scale) {
            scale.ticks = axisMarks(scale.min / 1000, scale.max / 1000, Math.max(2, scale.width / 90)).map(({ time, text }) => ({ value: time * 1000, text }));
          },
        },
        volume: { ...gpAxis, stackWeight: 1, beginAtZero: true, grid: { display: false }, ticks: { ...gpAxis.ticks, maxTicksLimit: 3 } },
        y: { ...gpAxis, stackWeight: 4, offset: true },
      },
      plugins: { colors: { enabled: false }, legend: { display: false }, tooltip: { enabled: false } },
    },
    plugins: [{
      afterDatasetsDraw(chart) {
        const { ctx, chartArea: { top, bottom, left, right }, scales: { x } } = chart, [tip] = chart.getDatasetMeta(2).data;
        if (tip?.x >= left && tip.x <= right + 1) tipped(tip.x, tip.y);
        else tipped();
        ctx.fillStyle = token('--ink-soft');
        if (chosen) ctx.fillRect(x.getPixelForValue(chosen.time * 1000), top, 1, bottom - top);
        ctx.globalAlpha = .2;
        if (drag) ctx.fillRect(drag.from, top, drag.to - drag.from, bottom - top);
        ctx.globalAlpha = 1;
      },
    }],
  });

  function paint() {
    [Chart.defaults.color, Chart.defaults.borderColor] = [token('--ink-soft'), token('--line')];
    ['--high', '--low', '--tip', '--volume'].forEach((name, index) => Object.assign(chart.data.datasets[index], { borderColor: token(name), backgroundColor: token(name) }));
    chart.update(); // 'none' would leave the points' colours as they were
  }

  function draw(next = data) {
    data = next;
    const { rows, tip, start, end, gap } = data, { x, y, volume } = chart.options.scales;
    points = tip ? [...rows, tip] : rows;
    const of = (name, list = rows) => list.filter(row => row[name] != null).map(row => ({ x: row.time * 1000, y: row[name] }));
    ['high', 'low', 'price', 'volume'].forEach((name, index) => {
      const dataset = chart.data.datasets[index];
      dataset.data = index === 2 ? of(name, tip ? [tip] : []) : of(name);
      if (index > 1) return;
      // A line needs two points: one that stands alone is a dot.
      const near = (a, b) => b && Math.abs(a.x - b.x) <= gap * 1000;
      const radius = dataset.data.map((point, i, all) => near(point, all[i - 1]) || near(point, all[i + 1]) ? 0 : 2);
      Object.assign(dataset, { spanGaps: gap * 1000, pointRadius: radius.some(Boolean) ? radius : 0 });
    });
    // While the reader has zoomed in or points at something, nothing moves under the eye.
    if (view) [x.min, x.max] = view;
    else if (!chosen) [x.min, x.max] = [start * 1000, end * 1000];
    [y.min, y.max] = chosen && !view ? [chart.scales.y.min, chart.scales.y.max] : [];
    volume.display = chart.data.datasets[3].data.length > 0;
    chart.update('none');
  }

  function choose(index) {
    index = Math.min(Math.max(index, 0), points.length - 1);
    chosen = points[index] ?? null;
    picked(chosen, index, points);
    chart.draw();
  }

  function nearest(pixel) {
    const time = chart.scales.x.getValueForPixel(pixel) / 1000;
    return points.reduce((best, point, index) => Math.abs(point.time - time) < Math.abs(points[best].time - time) ? index : best, 0);
  }

  function zoom(from, to) {
    view = to - from < (data.end - data.start) * 1000 ? [from, to] : null;
    zoomed(view);
    draw();
  }

  const keys = {
    ArrowLeft: index => choose((index < 0 ? points.length : index) - 1),
    ArrowRight: index => choose(index + 1),
    Home: () => choose(0),
    End: () => choose(points.length - 1),
    Escape: () => zoom(-Infinity, Infinity),
    '+': () => scale(.5),
    '-': () => scale(2),
  };

  function scale(factor) {
    const { x } = chart.scales, middle = chosen ? chosen.time * 1000 : (x.min + x.max) / 2;
    zoom(middle - (middle - x.min) * factor, middle + (x.max - middle) * factor);
  }

  const on = (name, handle) => canvas.addEventListener(name, handle);
  const leave = () => { drag = null; choose(-Infinity); };
  on('keydown', event => {
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key](points.indexOf(chosen));
  });
  on('pointermove', ({ offsetX }) => {
    if (drag) drag.to = offsetX;
    choose(nearest(offsetX));
  });
  on('pointerdown', ({ offsetX, pointerType }) => { pointerType === 'mouse' ? drag = { from: offsetX, to: offsetX } : choose(nearest(offsetX)); });
  on('pointerup', () => {
    const ends = drag && [drag.from, drag.to].sort((a, b) => a - b);
    drag = null;
    if (ends && ends[1] - ends[0] > 8) zoom(...ends.map(pixel => chart.scales.x.getValueForPixel(pixel)));
  });
  on('dblclick', keys.Escape);
  on('blur', leave);
  on('pointerleave', ({ pointerType }) => { if (pointerType === 'mouse') leave(); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
  paint();
  return { draw, reset: keys.Escape };
}
