// The only file that knows Chart.js (a classic script, loaded before this module).
import { formatClock, formatCompactGp, formatGp } from './price-format.js';

const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const tokens = () => ['--high', '--low', '--tip', '--line', '--ink-soft'].map(token);

function colour(chart) {
  const [high, low, tip, grid, ink] = tokens();
  [high, low, tip].forEach((value, index) => Object.assign(chart.data.datasets[index], { borderColor: value, backgroundColor: value }));
  chart.options.plugins.legend.labels.color = ink;
  for (const scale of Object.values(chart.options.scales)) {
    scale.grid.color = grid;
    scale.ticks.color = scale.title.color = ink;
  }
  chart.update('none');
}

// About six marks on the time axis, at whole steps that people use.
const steps = [5, 10, 15, 30, 60, 120, 300, 600, 900];
function marks(scale) {
  const seconds = (scale.max - scale.min) / 1000;
  const step = (steps.find(step => seconds / step <= 6) ?? 1800) * 1000;
  scale.ticks = [];
  for (let value = Math.ceil(scale.min / step) * step; value <= scale.max; value += step) scale.ticks.push({ value });
}

const step = ticks => ticks.length > 1 ? ticks[1].value - ticks[0].value : 0;

/**
 * A chart on the canvas. draw({high, low, tip}, end): points {time, price} in Unix seconds; false when none is in the period. A gap of
 * more than gapSeconds stays one. Times are UTC, as in the table.
 */
export function createChart(canvas, { periodSeconds, gapSeconds }) {
  const [high, low, tip] = tokens();
  const line = (label, colour, dash) => ({
    label, borderColor: colour, backgroundColor: colour, data: [], borderWidth: 2, borderDash: dash, stepped: false, spanGaps: gapSeconds * 1000,
    pointRadius: context => context.dataset.data.length < 60 ? 2 : 0, pointHitRadius: 12, pointHoverRadius: 5,
  });
  const chart = new Chart(canvas, {
    type: 'line',
    data: { datasets: [
      line('Instant-buy', high, []),
      line('Instant-sell', low, [6, 3]),
      { label: 'Live', borderColor: tip, backgroundColor: tip, data: [], pointStyle: 'rectRot', pointRadius: 6, pointHoverRadius: 8, showLine: false, order: -1 },
    ] },
    options: {
      animation: false, parsing: false, normalized: true, maintainAspectRatio: false,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: { type: 'linear', grid: {}, title: { display: true, text: 'UTC', align: 'end', padding: 0 }, afterBuildTicks: marks, ticks: { maxRotation: 0, autoSkipPadding: 24, callback: (ms, index, ticks) => formatClock(ms / 1000, step(ticks) % 60000 !== 0) } },
        y: { grid: {}, title: {}, grace: '5%', ticks: { precision: 0, callback: (gp, index, ticks) => formatCompactGp(gp, step(ticks)) } },
      },
      plugins: {
        colors: { enabled: false },
        legend: { labels: { usePointStyle: true, boxWidth: 7, boxHeight: 7, padding: 16, sort: (a, b) => a.datasetIndex - b.datasetIndex } },
        tooltip: { callbacks: { title: items => items.length ? `${formatClock(items[0].parsed.x / 1000)} UTC` : '', label: item => `${item.dataset.label}: ${formatGp(item.parsed.y)} gp` } },
      },
    },
  });
  colour(chart);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => colour(chart));

  return {
    draw({ high, low, tip }, end) {
      const points = side => side.map(({ time, price }) => ({ x: time * 1000, y: price }));
      const [highs, lows] = [points(high), points(low)];
      chart.data.datasets[0].data = highs;
      chart.data.datasets[1].data = lows;
      chart.data.datasets[2].data = tip ? points([tip]) : [];
      // The axis spans what there is, up to the period: a young series fills the chart instead of its last millimetre.
      const first = Math.min(highs[0]?.x ?? Infinity, lows[0]?.x ?? Infinity, (end - 60) * 1000);
      const start = Math.max(first, (end - periodSeconds) * 1000);
      Object.assign(chart.options.scales.x, { min: start, max: end * 1000 });
      chart.update('none');
      return [highs, lows].some(side => side.at(-1)?.x >= start);
    },
  };
}
