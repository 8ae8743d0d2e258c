// The menu of a message: right-click, long press, or its button. Holds the bot's message commands.

import { mayManage, mayUse, me, remove, run, world } from './discord.js';
import { copy, floating, h, icon, roving, toast } from './dom.js';
import { localised, t } from './words.js';

const MESSAGE_COMMAND = 3;
const LONG_PRESS = 500;

/** Opens the menu of a record at an element or a point. */
export function openMenu(record, anchor, { onreply, oninspect }) {
  const menu = h('div', { className: 'menu', role: 'menu' });
  let close;
  const item = (label, name, action, className = '') => h('button', { type: 'button', role: 'menuitem', className: `menu-item ${className}`, tabindex: '-1', onclick: () => { close(); action(); } }, h('span', {}, label), icon(name));
  const commands = record.only ? [] : world.commands.filter((c) => c.type === MESSAGE_COMMAND && mayUse(c));
  if (!record.only) menu.append(item(t('reply'), 'reply', () => onreply(record)));
  if (record.message.content) menu.append(item(t('copyText'), 'copy', async () => { if (await copy(record.message.content)) toast(t('copied')); }));
  if (record.raw) menu.append(item(t('showJson'), 'braces', () => oninspect(record)));
  if (commands.length > 0) {
    menu.append(h('div', { className: 'menu-heading', role: 'presentation' }, t('apps')));
    for (const command of commands) menu.append(item(localised(command, 'name'), 'spark', () => run(command, { shown: localised(command, 'name'), target: record })));
  }
  if (record.only || record.message.author.id === me().user.id || mayManage()) menu.append(item(t('deleteMessage'), 'trash', () => remove(record), 'danger'));
  roving(menu, '.menu-item');
  menu.addEventListener('keydown', (event) => { if (event.key === 'Tab') { event.preventDefault(); close(); } });
  close = floating(anchor, menu, { label: t('actions') });
  menu.querySelector('.menu-item')?.focus();
}

/** Right-click, the menu key and long press on a message of `list`. */
export function listenForMenu(list, open) {
  const recordAt = (target) => target.closest('li.message')?.dataset.id;
  let timer;
  let start;
  let held = false;
  list.addEventListener('contextmenu', (event) => {
    const id = recordAt(event.target);
    if (!id || event.target.closest('a') || String(getSelection())) return;
    event.preventDefault();
    clearTimeout(timer);
    open(id, event.clientX === 0 && event.clientY === 0 ? event.target : { x: event.clientX, y: event.clientY });
  });
  list.addEventListener('pointerdown', (event) => {
    const id = recordAt(event.target);
    if (event.pointerType !== 'touch' || !id || event.target.closest('button, a')) return;
    start = { x: event.clientX, y: event.clientY };
    held = false;
    timer = setTimeout(() => { held = true; getSelection().removeAllRanges(); open(id, start); }, LONG_PRESS);
  });
  list.addEventListener('pointermove', (event) => {
    if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > 10) clearTimeout(timer);
  });
  // Lifting the finger would click what has appeared under it.
  list.addEventListener('touchend', (event) => { if (held && event.cancelable) event.preventDefault(); held = false; });
  for (const name of ['pointerup', 'pointercancel']) list.addEventListener(name, () => clearTimeout(timer));
}
