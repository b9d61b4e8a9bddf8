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
  const cells = cellsOf(target);
  const moved = [];
  for (const newCell of newCells) {
    const name = nameOf(newCell);
    const cell = cells[name];
    if (!cell) continue;
    const oldValue = cell.getAttribute('data-value');
    cells[name] = update(cell, newCell);
    if (markMove(cells[name], oldValue)) moved.push(cells[name]);
  }
  return moved;
}

// By what holds them. Another element in a cell's place is only ever put there by this module.
const knownCells = new WeakMap();

function cellsOf(target) {
  let cells = knownCells.get(target);
  if (cells) return cells;
  cells = {};
  for (const cell of target.querySelectorAll('[data-field]')) cells[nameOf(cell)] = cell;
  knownCells.set(target, cells);
  return cells;
}

// A margin of averages is not the margin of the last trades.
const nameOf = cell => cell.getAttribute('data-field') + (cell.getAttribute('data-basis') ?? '');

// Returns the cell that now stands there.
function update(cell, newCell) {
  const value = newCell.getAttribute('data-value');
  const time = newCell.getAttribute('datetime');
  if (time) {
    cell.setAttribute('data-value', value);
    cell.setAttribute('datetime', time); // live-status.js writes the age
    return cell;
  }
  return value === cell.getAttribute('data-value') ? cell : replaceValue(cell, newCell);
}

function markMove(cell, oldValue) {
  const value = cell.getAttribute('data-value');
  if (!value || !oldValue || value === oldValue || cell.hasAttribute('datetime')) return false;
  cell.setAttribute('data-moved', Number(value) > Number(oldValue) ? 'up' : 'down');
  cell.removeAttribute('data-over');
  return true;
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

// Numbers of one length have their separators in the same places. A sign is narrower than a digit.
function shapeOf(cell) {
  const value = cell.getAttribute('data-value');
  return `${value.length}${value < 0 ? '-' : ''}${cell.textContent.length}`;
}

// The mark ends; data-moved stays.
function endMarks(moved) {
  for (const cell of moved) {
    if (lastMoves.get(cell) === moved) cell.setAttribute('data-over', '');
  }
}
