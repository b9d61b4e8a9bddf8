// The look of the chart, as options of Chart.js.
import { formatCompactGp } from './price-format.js';
import { axisMarks } from './timesteps.js';

/** The data sets, by their place. */
export const INSTANT_BUY = 0;
export const INSTANT_SELL = 1;
export const TIP = 2;
export const TRADED = 3;

const LINE_WIDTH_PX = 2;
const DASHES_PX = [6, 3];
const TIP_RADIUS_PX = 6;
const MAX_BAR_WIDTH_PX = 9;
const TIME_MARK_WIDTH_PX = 75;
const TIP_MARGIN_PX = 8;
const PRICE_HEIGHT_TO_VOLUME_HEIGHT = 4;
const MAX_VOLUME_MARKS = 3;

/**
 * @param colours `{ ink, rule }` of the axes, read at each drawing.
 * @param overlay Draws over the lines: a plugin of Chart.js.
 */
export function chartOptions(colours, overlay) {
  return {
    type: 'line',
    data: { datasets: dataSets() },
    options: {
      layout: { padding: { right: TIP_MARGIN_PX } },
      animation: false,
      parsing: false,
      maintainAspectRatio: false,
      events: [],
      scales: {
        x: timeAxis(colours),
        volume: volumeAxis(colours),
        y: priceAxis(colours),
      },
      plugins: { legend: false },
    },
    plugins: [overlay],
  };
}

function dataSets() {
  const line = { borderWidth: LINE_WIDTH_PX, pointRadius: 0, yAxisID: 'y' };
  const sets = [];
  sets[INSTANT_BUY] = { ...line, label: 'Instant-buy' };
  sets[INSTANT_SELL] = { ...line, label: 'Instant-sell', borderDash: DASHES_PX };
  sets[TIP] = { ...line, label: 'Live', pointStyle: 'rectRot', pointRadius: TIP_RADIUS_PX, order: -1, clip: TIP_MARGIN_PX };
  sets[TRADED] = { label: 'Traded', type: 'bar', yAxisID: 'volume', maxBarThickness: MAX_BAR_WIDTH_PX };
  return sets;
}

const marks = colours => ({ color: () => colours.ink, autoSkip: false });

const grid = colours => ({ color: () => colours.rule, offset: false });

function timeAxis(colours) {
  return {
    type: 'linear',
    offset: false,
    grid: grid(colours),
    ticks: { ...marks(colours), maxRotation: 0, callback: (value, index, ticks) => ticks[index].text },
    afterBuildTicks(axis) {
      axis.ticks = axisMarks(axis.min / 1000, axis.max / 1000, axis.width / TIME_MARK_WIDTH_PX);
    },
  };
}

function gpAxis(colours) {
  return {
    stack: 'gp',
    grid: grid(colours),
    ticks: {
      ...marks(colours),
      precision: 0,
      callback: (gp, index, [first, second]) => formatCompactGp(gp, second && second.value - first.value),
    },
  };
}

function priceAxis(colours) {
  return { ...gpAxis(colours), stackWeight: PRICE_HEIGHT_TO_VOLUME_HEIGHT, offset: true };
}

function volumeAxis(colours) {
  const axis = gpAxis(colours);
  return {
    ...axis,
    ticks: { ...axis.ticks, maxTicksLimit: MAX_VOLUME_MARKS },
    // The topmost label would overlap the lowest price.
    afterBuildTicks: axis => axis.ticks.pop(),
  };
}
