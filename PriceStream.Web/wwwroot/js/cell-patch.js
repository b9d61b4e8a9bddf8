import { isSelected, listen, setText } from './dom.js';

// How long a cell shows that its price has moved.
const MOVED_MARK_MS = 4000;

// For each cell, the cells that the newest tick moved with it: an older tick's timer must not end a newer mark.
const lastMoves = new WeakMap();

/**
 * Updates the cells on the page from those that the stream sends. An `<hx-partial>` names the element that holds an item's cells: a row
 * of the table, or the cards of an item. It is not swapped by htmx: a swap for every cell would cost many times as much.
 */
export function patchCells() {
  listen('htmx:before:swap', ({ detail: { tasks } }) => {
    const moved = tasks.flatMap(({ target, fragment }) => target ? patch(target, [...fragment.children]) : []);
    if (moved.length === 0) return;
    for (const cell of moved) lastMoves.set(cell, moved);
    setTimeout(() => endMarks(moved), MOVED_MARK_MS);
  });
}

// Returns the cells whose price has moved.
function patch(target, newCells) {
  if (!newCells[0]?.hasAttribute('data-field')) return [];
  const cells = new Map();
  for (const cell of target.querySelectorAll('[data-field]')) cells.set(nameOf(cell), cell);
  const moved = [];
  for (const newCell of newCells) {
    const cell = cells.get(nameOf(newCell));
    const movedCell = cell && update(cell, newCell);
    if (movedCell) moved.push(movedCell);
  }
  return moved;
}

// A margin of averages is not the margin of the last trades.
const nameOf = cell => cell.getAttribute('data-field') + cell.getAttribute('data-basis');

// Returns the cell if its price has moved.
function update(cell, newCell) {
  const value = newCell.getAttribute('data-value');
  const time = newCell.getAttribute('datetime');
  if (time) {
    cell.setAttribute('data-value', value);
    cell.setAttribute('datetime', time);
    return undefined; // live-status.js writes the age
  }
  const oldValue = cell.getAttribute('data-value');
  if (value === oldValue) return undefined;
  const changed = replaceValue(cell, newCell);
  if (!value || !oldValue) return undefined;
  changed.setAttribute('data-moved', Number(value) > Number(oldValue) ? 'up' : 'down');
  changed.removeAttribute('data-over');
  return changed;
}

// A change in place costs a browser less than a new element. A text of another width would shift the layout, a new element does not.
function replaceValue(cell, newCell) {
  const hasSameWidth = cell.textContent.length === newCell.textContent.length;
  if (!hasSameWidth && !isSelected(cell)) {
    cell.replaceWith(newCell);
    return newCell;
  }
  cell.setAttribute('data-value', newCell.getAttribute('data-value'));
  setText(cell, newCell.textContent);
  return cell;
}

// Only the mark ends, which the style sheet draws. data-moved stays for tests and other programs.
function endMarks(moved) {
  for (const cell of moved) {
    if (lastMoves.get(cell) === moved) cell.setAttribute('data-over', '');
  }
}
