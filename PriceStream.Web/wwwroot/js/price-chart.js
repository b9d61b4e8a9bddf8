// The only file that knows Chart.js.
import { formatCompactGp } from './price-format.js';
import { axisMarks } from './timesteps.js';

export function createChart(canvas, picked) {
  let data, points, drawn, chosen, view, ink, rule;
  const color = { color: () => ink, autoSkip: false }, grid = { color: () => rule, offset: false };
  const axis = { stack: 'gp', grid, ticks: { ...color, precision: 0, callback: (gp, index, [first, second]) => formatCompactGp(gp, second && second.value - first.value) } };
  const line = (label, more) => ({ label, borderWidth: 2, pointRadius: 0, yAxisID: 'y', ...more });
  const chart = new Chart(canvas, {
    type: 'line',
    data: { datasets: [
      line('Instant-buy'),
      line('Instant-sell', { borderDash: [6, 3] }),
      line('Live', { pointStyle: 'rectRot', pointRadius: 6, order: -1, clip: 8 }),
      { label: 'Traded', type: 'bar', yAxisID: 'volume', maxBarThickness: 9 },
    ] },
    options: {
      layout: { padding: { right: 8 } }, animation: false, parsing: false, maintainAspectRatio: false, events: [],
      scales: {
        x: {
          type: 'linear', offset: false, grid, ticks: { ...color, maxRotation: 0, callback: (ms, index, ticks) => ticks[index].text },
          afterBuildTicks(x) { x.ticks = axisMarks(x.min / 1000, x.max / 1000, x.width / 75); },
        },
        volume: { ...axis, afterBuildTicks: axis => axis.ticks.pop(), ticks: { ...axis.ticks, maxTicksLimit: 3 } },
        y: { ...axis, stackWeight: 4, offset: true },
      },
      plugins: { legend: false },
    },
    plugins: [{
      afterDatasetsDraw(chart) {
        const { ctx, chartArea: { top, bottom, left, right }, scales: { x } } = chart, [tip] = chart.getDatasetMeta(2).data;
        canvas.parentNode.style.cssText = tip?.x >= left && tip.x <= right + 1 ? `--x:${tip.x}px;--y:${tip.y}px` : '';
        ctx.fillStyle = ink;
        if (chosen) ctx.fillRect(x.getPixelForValue(chosen.time * 1000), top, 1, bottom - top);
      },
    }],
  });

  function paint() {
    const colours = ['high', 'low', 'tip', 'volume', 'ink-soft', 'line'].map(name => getComputedStyle(canvas).getPropertyValue(`--${name}`));
    [ink, rule] = colours.slice(4);
    chart.data.datasets.forEach((dataset, index) => dataset.borderColor = dataset.backgroundColor = colours[index]);
    chart.update(); // 'none' keeps colours
  }

  function draw(next = data) {
    const { rows, tip, start, end, gap } = data = next, { x, y, volume } = chart.options.scales, near = (a, b) => b && Math.abs(a.x - b.x) <= gap * 1000;
    points = tip ? [...rows, tip] : rows;
    chart.data.datasets.forEach((dataset, index) => {
      const name = ['high', 'low', 'price', 'volume'][index], from = index === 2 ? [tip] : rows;
      if (from === drawn) return;
      const data = dataset.data = from.filter(row => row[name] != null).map(row => ({ x: row.time * 1000, y: row[name] }));
      if (index > 1) return;
      // A lone point makes no line.
      const radius = data.map((point, i) => near(point, data[i - 1]) || near(point, data[i + 1]) ? 0 : 2);
      Object.assign(dataset, { spanGaps: gap * 1000, pointRadius: radius.some(Boolean) ? radius : 0 });
    });
    drawn = rows;
    // Nothing moves under the eye.
    if (view || !chosen) [x.min, x.max] = view ?? [start * 1000, end * 1000];
    [y.min, y.max] = chosen && !view ? [chart.scales.y.min, chart.scales.y.max] : [];
    volume.display = !!chart.data.datasets[3].data[0];
    chart.update('none');
  }

  function choose(index) {
    chosen = points[Math.max(Math.min(index, points.length - 1), 0)];
    picked(chosen);
    draw();
  }

  function zoom(factor) {
    const { min, max } = chart.scales.x, middle = chosen ? chosen.time * 1000 : (min + max) / 2;
    view = [min, max].map(end => middle + (end - middle) * factor);
    if (view[1] - view[0] >= (data.end - data.start) * 1000) view = null;
    canvas.toggleAttribute('data-zoomed', view);
    draw();
  }

  const keys = {
    ArrowLeft: index => choose((index < 0 ? points.length : index) - 1),
    ArrowRight: index => choose(index + 1),
    Home: () => choose(0),
    End: () => choose(Infinity),
    Escape: () => zoom(Infinity),
    '+': () => zoom(.5),
    '-': () => zoom(2),
  };
  const on = (names, handle) => names.split(' ').forEach(name => canvas.addEventListener(name, handle));
  on('keydown', event => {
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key](points.indexOf(chosen));
  });
  on('pointermove pointerdown', ({ offsetX }) => {
    const far = ({ time }) => Math.abs(time - chart.scales.x.getValueForPixel(offsetX) / 1000);
    choose(points.reduce((best, point, index) => far(point) < far(points[best]) ? index : best, 0));
  });
  on('dblclick', keys['+']);
  on('blur pointerleave', ({ pointerType }) => { if (pointerType !== 'touch') choose(NaN); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
  paint();
  return { draw, whole: keys.Escape };
}
