// Selects points and zooms with pointer, touch and keys.
const ZOOM_IN = .5;
const ZOOM_OUT = 2;

export function listenToReader(canvas, chart) {
  const keys = {
    ArrowLeft: () => chart.moveSelection(-1),
    ArrowRight: () => chart.moveSelection(1),
    Home: () => chart.select(0),
    End: () => chart.select(Infinity),
    Escape: () => chart.showWholePeriod(),
    '+': () => chart.zoom(ZOOM_IN),
    '-': () => chart.zoom(ZOOM_OUT),
  };
  canvas.addEventListener('keydown', event => {
    const isShortcut = event.ctrlKey || event.metaKey || event.altKey; // the browser's
    if (isShortcut || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  for (const name of ['pointermove', 'pointerdown']) {
    canvas.addEventListener(name, event => chart.selectNearest(event.offsetX));
  }
  canvas.addEventListener('dblclick', () => chart.zoom(ZOOM_IN));
  canvas.addEventListener('blur', () => chart.clearSelection());
  canvas.addEventListener('pointerleave', event => {
    const isFinger = event.pointerType === 'touch'; // lifting it must not clear the selection
    if (!isFinger) chart.clearSelection();
  });
}
