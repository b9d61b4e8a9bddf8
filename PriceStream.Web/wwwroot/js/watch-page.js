// Keeps lists under names in this browser. The one in use is in the cookie, which the server reads.
import { find, listen } from './dom.js';
import { followStars, readList } from './stars.js';

const KEY = 'pricestream-lists';
const MAX_LISTS = 50;

const section = find('#saved');
const template = section.querySelector('template');

function readLists() {
  try {
    const { lists } = JSON.parse(localStorage.getItem(KEY));
    return lists.filter(({ name, items }) => name && items.length);
  } catch {
    return []; // none, forbidden, or not ours
  }
}

function writeLists(lists) {
  localStorage.setItem(KEY, JSON.stringify({ pricestream: 1, lists }));
  showLists();
}

function showLists() {
  section.querySelector('ul').replaceChildren(...readLists().map(listElement));
}

function listElement({ name, items }) {
  const element = template.content.cloneNode(true);
  element.querySelector('b').textContent = name;
  element.querySelector('span').textContent = items.length === 1 ? '1 item' : `${items.length} items`;
  element.querySelector('[name=watch]').value = items;
  element.querySelector('[name=list]').value = name;
  const [use, remove] = element.querySelectorAll('button');
  use.setAttribute('aria-label', `Use ${name}`);
  remove.setAttribute('aria-label', `Delete ${name}`);
  remove.addEventListener('click', () => {
    if (confirm(`Delete ${name}?`)) writeLists(readLists().filter(list => list.name !== name));
  });
  return element;
}

const nameField = find('#save-name');

nameField.addEventListener('input', () => nameField.setCustomValidity(''));
find('#save').addEventListener('submit', event => {
  event.preventDefault();
  const name = nameField.value.trim();
  const others = readLists().filter(list => list.name !== name);
  const items = readList().map(Number);
  nameField.setCustomValidity(reasonAgainst(name, items, others));
  if (nameField.reportValidity()) writeLists([...others, { name, items }]);
});

function reasonAgainst(name, items, others) {
  if (!name) return 'Type a name.';
  if (items.length === 0) return 'The list above is empty.';
  return others.length < MAX_LISTS ? '' : `This browser keeps ${MAX_LISTS} lists. Delete one first.`;
}

// The address has the name only after a change.
function showName() {
  const name = readLists().find(({ items }) => `${items}` === `${readList()}`)?.name;
  for (const field of document.querySelectorAll('[name=list], #save-name')) if (name && !field.value) field.value = name;
}

followStars(() => htmx.trigger('#list', 'refresh'));
listen('htmx:after:swap', showName);
addEventListener('storage', showLists);
showLists();
showName();
section.hidden = false;
