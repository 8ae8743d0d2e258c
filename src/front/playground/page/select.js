// Select menus: a button that opens a list, as Discord shows it; a sheet from below on phones.

import { press, shownName, world } from './discord.js';
import { floating, h, icon, roving } from './dom.js';
import { t } from './words.js';

const STRING = 3;
const USER = 5;
const MENTIONABLE = 7;
const CHANNEL = 8;

/** What can be chosen: the menu's own options, or the page's people and channels. */
function optionsOf(c) {
  const defaults = new Set((c.default_values ?? []).map((v) => v.id));
  const people = () => [world.bot, ...world.people.map((p) => p.user)].map((u) => ({ label: `@${shownName(u)}`, value: u.id, default: defaults.has(u.id) }));
  if (c.type === STRING) return c.options ?? [];
  if (c.type === CHANNEL) return world.channels.filter((x) => x.kind !== 'dm').map((x) => ({ label: `#${x.name}`, value: x.id, default: defaults.has(x.id) }));
  return c.type === USER || c.type === MENTIONABLE ? people() : [];
}

function resolvedOf(c, values) {
  if (c.type === STRING) return undefined;
  if (c.type === CHANNEL) return { channels: Object.fromEntries(world.channels.filter((x) => values.includes(x.id)).map((x) => [x.id, { id: x.id, name: x.name, type: 0, permissions: '0' }])) };
  return { users: Object.fromEntries([world.bot, ...world.people.map((p) => p.user)].filter((u) => values.includes(u.id)).map((u) => [u.id, u])) };
}

export function selectMenu(record, c, busy) {
  const options = optionsOf(c);
  const chosen = options.filter((o) => o.default);
  const several = (c.max_values ?? 1) > 1;
  const placeholder = c.placeholder ?? t('makeChoice');
  const shown = chosen.length > 0 ? chosen.map((o) => o.label).join('、') : placeholder;
  const name = chosen.length > 0 ? `${placeholder}：${shown}` : placeholder;
  const button = h('button', { type: 'button', className: 'select', disabled: c.disabled, data: { customId: c.custom_id }, aria: { haspopup: 'listbox', expanded: 'false', label: name, busy: busy ? 'true' : undefined } },
    h('span', { className: chosen.length > 0 ? 'value' : 'value quiet' }, shown), icon('down'));
  const send = (values) => press(record, c, values, resolvedOf(c, values));
  button.addEventListener('click', () => { if (!record.busy) open(button, placeholder, options, c, several, send); });
  button.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); button.click(); }
  });
  return button;
}

function open(button, label, options, c, several, send) {
  const picked = new Set(options.filter((o) => o.default).map((o) => o.value));
  const list = h('div', { className: 'options', role: 'listbox', data: { match: 'width' }, aria: { multiselectable: several ? 'true' : undefined } });
  let close;
  let changed = false;
  const choose = (option, item) => {
    if (!several) { close(); send([option.value]); return; }
    changed = true;
    if (picked.has(option.value)) picked.delete(option.value);
    else if (picked.size < c.max_values) picked.add(option.value);
    item.setAttribute('aria-selected', String(picked.has(option.value)));
  };
  for (const option of options) {
    const item = h('div', { className: 'option', role: 'option', tabindex: '-1', aria: { selected: String(picked.has(option.value)) } },
      option.emoji?.name && h('span', { className: 'emoji', aria: { hidden: 'true' } }, option.emoji.name), h('span', { className: 'option-text' }, h('span', {}, option.label), option.description && h('span', { className: 'quiet' }, option.description)), icon('check'));
    item.addEventListener('click', () => choose(option, item));
    item.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); choose(option, item); }
      if (event.key === 'Tab') { event.preventDefault(); close(); }
    });
    list.append(item);
  }
  roving(list, '.option');
  button.setAttribute('aria-expanded', 'true');
  const onclose = () => {
    button.setAttribute('aria-expanded', 'false');
    if (several && changed && picked.size >= (c.min_values ?? 1)) send([...picked]);
  };
  close = floating(button, list, { label, onclose });
  (list.querySelector('[aria-selected="true"]') ?? list.querySelector('.option'))?.focus();
}
