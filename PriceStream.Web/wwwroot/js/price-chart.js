// With chart-options.js, the only module that knows Chart.js. Its times are in milliseconds.
import { chartOptions, INSTANT_BUY, INSTANT_SELL, TIP, TRADED } from './chart-options.js';

const LONE_POINT_RADIUS_PX = 2;
const COLOURS = ['--high', '--low', '--tip', '--volume']; // of the data sets
const FIELDS = [[INSTANT_BUY, 'high'], [INSTANT_SELL, 'low'], [TRADED, 'volume']];

/** Two lines of prices, bars of what was traded, and the live tip. */
export class PriceChart {
  #canvas;
  #chart;
  #onSelect;
  #axisColours = {};
  #view; // what draw() was given
  #drawn; // the view that lines and axes were made for
  #selected; // the point that the reader points at
  #zoomed; // the ends of the zoomed time axis

  /** @param onSelect Takes the point that the reader points at, or undefined. */
  constructor(canvas, onSelect) {
    this.#canvas = canvas;
    this.#onSelect = onSelect;
    this.#chart = new Chart(canvas, chartOptions(this.#axisColours, { afterDatasetsDraw: chart => this.#drawOverlay(chart) }));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#paint());
    this.#paint();
  }

  /**
   * Draws `{ rows, tip, start, end, gap }`, in seconds. A row is `{ time, high, low, volume }`, the tip `{ time, price }`. Points further
   * apart than the gap are not joined.
   */
  draw(view) {
    this.#view = view;
    if (this.#onlyTipChanged()) this.#moveTip();
    else this.#drawAll();
  }

  /** Moves the selection by points; without one, from the first or the last. */
  moveSelection(by) {
    const index = this.#selectedIndex;
    this.select(index < 0 && by < 0 ? Infinity : index + by);
  }

  select(index) {
    const points = this.#points;
    this.#setSelection(points[Math.min(Math.max(index, 0), points.length - 1)]);
  }

  selectNearest(offsetX) {
    const time = this.#chart.scales.x.getValueForPixel(offsetX) / 1000;
    const distance = point => Math.abs(point.time - time);
    if (this.#points.length === 0) return;
    this.#setSelection(this.#points.reduce((nearest, point) => distance(point) < distance(nearest) ? point : nearest));
  }

  clearSelection() {
    this.#setSelection();
  }

  /** Scales the time axis about the selected point or its middle. */
  zoom(factor) {
    const { min, max } = this.#chart.scales.x;
    const { start, end } = this.#view;
    const middle = this.#selected ? this.#selected.time * 1000 : (min + max) / 2;
    const ends = [min, max].map(end => middle + (end - middle) * factor);
    const isWhole = ends[1] - ends[0] >= (end - start) * 1000;
    this.#setZoom(isWhole ? undefined : ends);
  }

  showWholePeriod() {
    this.#setZoom();
  }

  get #points() {
    const { rows, tip } = this.#view;
    return tip ? [...rows, tip] : rows;
  }

  // By time, because rows and tips are made again.
  get #selectedIndex() {
    if (!this.#selected) return -1;
    const isTip = 'price' in this.#selected;
    return isTip ? this.#view.rows.length : this.#view.rows.findIndex(row => row.time === this.#selected.time);
  }

  #setSelection(point) {
    if (point === this.#selected) return;
    this.#selected = point;
    this.#onSelect(point);
    this.#drawAll();
  }

  #setZoom(ends) {
    this.#zoomed = ends;
    this.#canvas.toggleAttribute('data-zoomed', Boolean(ends));
    this.#drawAll();
  }

  #drawAll() {
    const { rows, tip, gap } = this.#view;
    if (rows !== this.#drawn?.rows) this.#setRows(rows, gap * 1000);
    this.#dataSet(TIP).data = tip ? [toPoint(tip, 'price')] : [];
    this.#setAxes();
    this.#chart.update('none');
    this.#drawn = this.#view;
  }

  #setRows(rows, gap) {
    for (const [index, field] of FIELDS) {
      const data = rows.filter(row => row[field] != null).map(row => toPoint(row, field));
      Object.assign(this.#dataSet(index), { data, spanGaps: gap });
      if (index !== TRADED) this.#dataSet(index).pointRadius = pointRadii(data, gap);
    }
  }

  // The axes stay while a point is selected or time is zoomed.
  #setAxes() {
    const { x, y, volume } = this.#chart.options.scales;
    const { start, end } = this.#view;
    if (this.#zoomed) [x.min, x.max] = this.#zoomed;
    else if (!this.#selected) [x.min, x.max] = [start * 1000, end * 1000];
    const price = this.#selected && !this.#zoomed ? this.#chart.scales.y : {};
    [y.min, y.max] = [price.min, price.max];
    volume.display = this.#dataSet(TRADED).data.length > 0;
  }

  // Between two buckets neither the lines nor the axes change.
  #onlyTipChanged() {
    const { rows, tip, start, end } = this.#view;
    const drawn = this.#drawn;
    if (!tip || !drawn?.tip || rows !== drawn.rows || start !== drawn.start || end !== drawn.end) return false;
    const { min, max } = this.#chart.scales.y;
    return min <= tip.price && tip.price <= max;
  }

  // What update() would do, for this point alone.
  #moveTip() {
    const { scales } = this.#chart;
    const point = toPoint(this.#view.tip, 'price');
    Object.assign(this.#dataSet(TIP).data[0], point);
    const [marker] = this.#chart.getDatasetMeta(TIP).data;
    marker.x = scales.x.getPixelForValue(point.x);
    marker.y = scales.y.getPixelForValue(point.y);
    this.#chart.draw();
    this.#drawn = this.#view;
  }

  // A rule at the selected point, and the page's pulse under the tip.
  #drawOverlay(chart) {
    const { ctx, scales, chartArea: { left, right, top, bottom } } = chart;
    const [tip] = chart.getDatasetMeta(TIP).data;
    const isTipVisible = tip?.x >= left && tip.x <= right + 1;
    this.#canvas.parentNode.style.cssText = isTipVisible ? `--x:${tip.x}px;--y:${tip.y}px` : '';
    if (!this.#selected) return;
    ctx.fillStyle = this.#axisColours.ink;
    ctx.fillRect(scales.x.getPixelForValue(this.#selected.time * 1000), top, 1, bottom - top);
  }

  // From the style sheet, which follows the reader's theme.
  #paint() {
    const style = getComputedStyle(this.#canvas);
    const colourOf = name => style.getPropertyValue(name);
    Object.assign(this.#axisColours, { ink: colourOf('--ink-soft'), rule: colourOf('--line') });
    COLOURS.map(colourOf).forEach((colour, index) => {
      Object.assign(this.#dataSet(index), { borderColor: colour, backgroundColor: colour });
    });
    this.#chart.update(); // update('none') keeps the old colours
  }

  #dataSet(index) {
    return this.#chart.data.datasets[index];
  }
}

const toPoint = (row, field) => ({ x: row.time * 1000, y: row[field] });

// A point without a near neighbour is a dot.
function pointRadii(points, gap) {
  const isNear = (a, b) => b && Math.abs(a.x - b.x) <= gap;
  const radii = points.map((point, i) => isNear(point, points[i - 1]) || isNear(point, points[i + 1]) ? 0 : LONE_POINT_RADIUS_PX);
  return radii.some(Boolean) ? radii : 0;
}
