// Keeps lists under names in this browser. The one in use is in the cookie, which the server reads.
import { find } from './dom.js';

const KEY = 'pricestream-lists';
const MAX_LISTS = 50;

const section = find('#saved');
const template = section.querySelector('template');

function readLists() {
  try {
    return JSON.parse(localStorage.getItem(KEY))?.lists ?? [];
  } catch {
    return []; // forbidden, or not ours
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
  remove.addEventListener('click', () => writeLists(readLists().filter(list => list.name !== name)));
  return element;
}

find('#save').addEventListener('submit', event => {
  event.preventDefault();
  const name = find('#save-name').value.trim();
  const items = [...document.querySelectorAll('[data-testid=own-item]')].map(item => Number(item.dataset.item));
  const others = readLists().filter(list => list.name !== name);
  if (name) writeLists([...others, { name, items }].slice(-MAX_LISTS));
});

addEventListener('storage', showLists);
showLists();
section.hidden = false;
