import { isSelected, listen, setText } from './dom.js';

const MOVED_MARK_MS = 4000;

// By cell, those that its newest tick moved: an older timer must not end a newer mark.
const lastMoves = new WeakMap();

/**
 * Updates cells from the server's. An `<hx-partial>` names what holds them: a row, or an item's cards. A swap of htmx for
 * each cell would cost many times as much.
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

// A change in place costs least, but a text of another width would shift the layout. A new element does not.
function replaceValue(cell, newCell) {
  const hasSameWidth = shapeOf(cell) === shapeOf(newCell);
  if (!hasSameWidth && !isSelected(cell)) {
    cell.replaceWith(newCell);
    return newCell;
  }
  cell.setAttribute('data-value', newCell.getAttribute('data-value'));
  setText(cell, newCell.textContent);
  return cell;
}

// A sign is narrower than a digit.
const shapeOf = cell => cell.textContent.replace(/\d/g, 0);

// The mark ends; data-moved stays.
function endMarks(moved) {
  for (const cell of moved) {
    if (lastMoves.get(cell) === moved) cell.setAttribute('data-over', '');
  }
}
