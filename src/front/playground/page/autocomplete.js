// The list above the input: commands, options, choices, people. The focus stays in the input, which points at the active item.

import { $, h, uid } from './dom.js';

const list = () => $('suggest');
let input = null;
let items = [];
let active = -1;
let pick = null;

/** Shows items `{ label, detail, note, value, heading }` for an input. `first` marks the first one, so that Enter takes it. */
export function suggest(field, { title, hint, entries, empty, first = true, onpick }) {
  if (input && input !== field) forget(input);
  input = field;
  items = entries;
  pick = onpick;
  const rows = entries.map((entry, i) => h('div', { className: 'suggestion', role: 'option', tabindex: '-1', id: uid('suggestion'), data: { index: i }, aria: { selected: 'false' } },
    h('span', { className: 'suggestion-label' }, entry.label), entry.note && h('span', { className: 'suggestion-note' }, entry.note), entry.detail && h('span', { className: 'suggestion-detail' }, entry.detail)));
  const box = h('div', { id: 'suggest-list', role: 'listbox', aria: { label: title } }, rows);
  list().replaceChildren(h('div', { className: 'suggest-title' }, h('strong', {}, title), hint && h('span', {}, hint)), rows.length > 0 && box || '', rows.length === 0 && empty ? h('p', { className: 'quiet', role: 'status' }, empty) : '');
  list().hidden = false;
  field.setAttribute('aria-autocomplete', 'list');
  // HTML gives a text area no other role; it points at the active item all the same.
  if (field.tagName === 'INPUT') {
    field.setAttribute('role', 'combobox');
    field.setAttribute('aria-expanded', String(rows.length > 0));
  }
  if (rows.length > 0) field.setAttribute('aria-controls', 'suggest-list');
  else field.removeAttribute('aria-controls');
  activate(first && rows.length > 0 ? 0 : -1);
}

function forget(field) {
  if (field.tagName === 'INPUT') field.setAttribute('aria-expanded', 'false');
  field.removeAttribute('aria-activedescendant');
  field.removeAttribute('aria-controls');
}

export function hide() {
  list().hidden = true;
  list().replaceChildren();
  if (input) forget(input);
  input = null;
  items = [];
  active = -1;
}

export const showing = () => !list().hidden && items.length > 0;

function activate(index) {
  const rows = [...list().querySelectorAll('.suggestion')];
  active = index;
  rows.forEach((row, i) => row.setAttribute('aria-selected', String(i === index)));
  if (index >= 0) {
    input.setAttribute('aria-activedescendant', rows[index].id);
    rows[index].scrollIntoView({ block: 'nearest' });
  } else input?.removeAttribute('aria-activedescendant');
}

/** Takes an item as if it had been clicked. */
export function take(index) {
  const [entry, chosen] = [items[index], pick];
  chosen(entry);
}

/** Handles a key of the input; true when the list used it. */
export function key(event) {
  if (!showing()) return false;
  const count = items.length;
  switch (event.key) {
    case 'ArrowDown': activate((active + 1) % count); break;
    case 'ArrowUp': activate(active <= 0 ? count - 1 : active - 1); break;
    case 'Enter': case 'Tab':
      if (active < 0 || event.shiftKey) return false;
      take(active);
      break;
    default: return false;
  }
  event.preventDefault();
  return true;
}

/** Touch and mouse: the input keeps the focus, and with it the keyboard of a phone. */
export function listenForTaps() {
  list().addEventListener('pointerdown', (event) => { if (event.pointerType === 'mouse') event.preventDefault(); });
  list().addEventListener('mousedown', (event) => event.preventDefault());
  list().addEventListener('click', (event) => {
    const row = event.target.closest('.suggestion');
    if (row) take(Number(row.dataset.index));
  });
}
