// A slash command being filled in: the command, one field an option, and a tail for the options still to add.

import { complete, mayUse, run, shownName, world } from './discord.js';
import { $, h, icon, uid } from './dom.js';
import * as list from './autocomplete.js';
import { localised, t } from './words.js';

const SUBCOMMAND = 1;
const GROUP = 2;
const WHOLE = 4;
const BOOLEAN = 5;
const USER = 6;
const CHANNEL = 7;
const NUMBER = 10;
const QUIET_FOR = 40;

let current = null;
let onleave = () => {};

/** Every command that can be typed here; subcommands count as commands of two or three words. */
export function commands() {
  const flat = (command, options, path, shown, description) => {
    const inner = (options ?? []).filter((o) => o.type === SUBCOMMAND || o.type === GROUP);
    if (inner.length > 0) return inner.flatMap((o) => flat(command, o.options, [...path, o], `${shown} ${localised(o, 'name')}`, localised(o, 'description')));
    return [{ command, path, options: options ?? [], name: [command.name, ...path.map((o) => o.name)].join(' '), shown, description }];
  };
  const usable = (c) => (c.type ?? 1) === 1 && mayUse(c);
  return world.commands.filter(usable).flatMap((c) => flat(c, c.options, [], localised(c, 'name'), localised(c, 'description')));
}

export const filling = () => current !== null;

/** Starts to fill in a command. `given` are options already typed: `[name or null, text]`. */
export function begin(entry, given = [], leave = () => {}) {
  onleave = leave;
  current = { entry, fields: [] };
  const box = $('slash');
  const tail = h('input', { className: 'tail', type: 'text', enterkeyhint: 'send', autocapitalize: 'off', spellcheck: 'false', aria: { label: t('addOption') } });
  tail.addEventListener('focus', () => offerOptions());
  tail.addEventListener('input', (event) => { if (event.isComposing || !spread(tail)) offerOptions(); });
  tail.addEventListener('keydown', onTailKey);
  current.tail = tail;
  box.replaceChildren(h('div', { className: 'slash-line' }, h('span', { className: 'slash-name' }, `/${entry.shown}`), tail), h('button', { type: 'button', className: 'icon', aria: { label: t('cancelCommand') }, title: t('cancelCommand'), onclick: () => cancel('') }, icon('close')));
  box.hidden = false;
  $('text').hidden = true;
  const named = new Map(given.map(([name, text]) => [name ?? entry.options[0]?.name, text]));
  const is = (o, name) => name === o.name || name === localised(o, 'name');
  for (const option of entry.options) {
    const text = [...named].find(([name]) => is(option, name))?.[1];
    if (option.required || text !== undefined) preset(add(option), text);
  }
  const open = current.fields.find((f) => f.input.value === '');
  (open?.input ?? tail).focus();
}

function preset(field, text) {
  if (text === undefined) return;
  field.input.value = text;
  fit(field);
}

/** Leaves the command; the plain input gets `text`. */
export function cancel(text) {
  current = null;
  list.hide();
  $('slash').hidden = true;
  $('slash').replaceChildren();
  const plain = $('text');
  plain.hidden = false;
  plain.value = text;
  plain.focus();
  onleave();
}

function add(option) {
  const id = uid('option');
  const name = localised(option, 'name');
  const input = h('input', {
    id, type: 'text', enterkeyhint: 'next', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', inputmode: option.type === WHOLE ? 'numeric' : option.type === NUMBER ? 'decimal' : undefined,
    data: { option: option.name }, aria: { required: option.required ? 'true' : undefined, describedby: `${id}-error` },
  });
  const error = h('span', { className: 'field-error', id: `${id}-error`, role: 'alert' });
  const element = h('span', { className: 'slash-field' }, h('label', { for: id }, name), input, error);
  const field = { option, input, element, error, value: undefined, seen: 0, waiting: false, hurried: false };
  input.addEventListener('focus', () => offer(field));
  input.addEventListener('input', (event) => {
    field.value = undefined;
    field.hurried = false;
    complain(field, null);
    if (!event.isComposing && spread(input, field)) return;
    fit(field);
    offer(field);
  });
  input.addEventListener('keydown', (event) => onFieldKey(event, field));
  element.addEventListener('click', () => input.focus());
  current.fields.push(field);
  current.tail.before(element);
  fit(field);
  return field;
}

/** A typed 「hours:2」 goes to its own option, as someone who types a whole line expects; true when the focus moved. */
function spread(input, field) {
  const { entry, fields } = current;
  const named = /(?:^|\s)([^\s:：]+)[:：]([^:：]*)$/.exec(input.value);
  const option = named && entry.options.find((o) => named[1] === o.name || named[1] === localised(o, 'name'));
  if (!option) return false;
  if (option === field?.option) {
    if (named.index === 0) input.value = named[2];
    return false;
  }
  input.value = input.value.slice(0, named.index);
  if (field) fit(field);
  const target = fields.find((f) => f.option === option) ?? add(option);
  preset(target, named[2]);
  target.input.focus();
  return true;
}

// Browsers without `field-sizing` get a width from the text: full-width characters count twice.
function fit({ input }) {
  if (CSS.supports('field-sizing', 'content')) return;
  const width = [...input.value].reduce((sum, c) => sum + (c.codePointAt(0) > 0xff ? 2 : 1), 0);
  input.style.width = `${Math.max(4, Math.min(width + 1, 40))}ch`;
}

function complain(field, message) {
  field.error.textContent = message ?? '';
  field.element.classList.toggle('wrong', Boolean(message));
  field.input.toggleAttribute('aria-invalid', Boolean(message));
}

const fixedChoices = (o) => o.type === BOOLEAN ? [{ label: t('yes'), value: true }, { label: t('no'), value: false }]
  : o.type === CHANNEL ? world.channels.filter((c) => c.kind !== 'dm').map((c) => ({ label: `#${c.name}`, value: c.id }))
    : o.type === USER ? [world.bot, ...world.people.map((p) => p.user)].map((u) => ({ label: `@${shownName(u)}`, value: u.id }))
      : o.choices?.map((c) => ({ label: localised(c, 'name'), value: c.value, also: c.name }));

/** What can be entered in a field: its choices, the bot's autocomplete, or its description. */
async function offer(field) {
  const { option, input } = field;
  const head = { title: localised(option, 'name'), hint: localised(option, 'description'), onpick: (entry) => choose(field, entry) };
  const fixed = fixedChoices(option);
  const text = input.value.trim().toLowerCase();
  if (fixed) {
    const entries = field.value !== undefined ? fixed : fixed.filter((c) => [c.label, c.also, String(c.value)].some((s) => s?.toLowerCase().includes(text)));
    list.suggest(input, { ...head, entries: entries.slice(0, 25), empty: t('noOption') });
    return;
  }
  if (!option.autocomplete) { list.suggest(input, { ...head, entries: [] }); return; }
  const ticket = ++field.seen;
  field.waiting = true;
  if (input.value !== '') await new Promise((resolve) => { setTimeout(resolve, QUIET_FOR); });
  if (ticket !== field.seen || !current) return;
  const filling_in = current;
  const choices = await complete(filling_in.entry.command, wire(filling_in, field));
  if (ticket !== field.seen || current !== filling_in) return;
  field.waiting = false;
  if (document.activeElement !== input) return;
  list.suggest(input, { ...head, entries: choices.map((c) => ({ label: c.name, value: c.value })), empty: t('noOption') });
  if (field.hurried) { field.hurried = false; if (choices.length > 0) list.take(0); else send(); }
}

function choose(field, { label, value }) {
  field.input.value = label;
  field.value = value;
  field.seen += 1;
  field.waiting = false;
  complain(field, null);
  fit(field);
  next(field);
}

function next(field) {
  const after = current.fields.slice(current.fields.indexOf(field) + 1).find((f) => f.input.value === '');
  (after?.input ?? current.tail).focus();
}

/** The options that were not added yet, filtered by what is typed in the tail. */
function offerOptions() {
  const { entry, fields, tail } = current;
  const text = tail.value.trim().toLowerCase();
  const rest = entry.options.filter((o) => !fields.some((f) => f.option === o));
  const fits = rest.filter((o) => [o.name, localised(o, 'name')].some((n) => n.toLowerCase().includes(text)));
  if (fits.length === 0) { list.hide(); return; }
  const entries = fits.map((o) => ({ label: localised(o, 'name'), detail: localised(o, 'description'), value: o }));
  list.suggest(tail, { title: `/${entry.shown}`, hint: t('optional'), entries, first: text !== '', onpick: ({ value }) => { tail.value = ''; add(value).input.focus(); } });
}

function onFieldKey(event, field) {
  if (event.isComposing || event.keyCode === 229) return;
  // Enter before the choices for what was typed are there: it means the first of those, not of the ones still shown.
  if (field.waiting && (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey && field.input.value !== ''))) { event.preventDefault(); field.hurried = true; return; }
  if (list.key(event)) return;
  const at = current.fields.indexOf(field);
  if (event.key === 'Enter') { event.preventDefault(); send(); }
  else if (event.key === 'Escape') { event.preventDefault(); list.showing() ? list.hide() : cancel(''); }
  else if (event.key === 'Backspace' && field.input.value === '') {
    event.preventDefault();
    if (field.option.required) { cancel(`/${current.entry.shown}`); $('text').dispatchEvent(new Event('input')); return; }
    current.fields.splice(at, 1);
    field.element.remove();
    (current.fields[at - 1]?.input ?? current.tail).focus();
  } else walk(event, field.input, current.fields[at - 1]?.input, current.fields[at + 1]?.input ?? current.tail);
}

function onTailKey(event) {
  if (event.isComposing || event.keyCode === 229 || list.key(event)) return;
  const last = current.fields.at(-1)?.input;
  if (event.key === 'Enter') { event.preventDefault(); send(); }
  else if (event.key === 'Escape') { event.preventDefault(); list.showing() ? list.hide() : cancel(''); }
  else if (event.key === 'Backspace' && current.tail.value === '') {
    event.preventDefault();
    if (last) last.focus();
    else { cancel(`/${current.entry.shown}`); $('text').dispatchEvent(new Event('input')); }
  } else walk(event, current.tail, last, null);
}

/** The arrow keys leave a field at its ends, as if the fields were one line. */
function walk(event, input, before, after) {
  const caret = input.selectionStart === input.selectionEnd ? input.selectionStart : -1;
  const go = event.key === 'ArrowLeft' && caret === 0 ? before : event.key === 'ArrowRight' && caret === input.value.length ? after : null;
  if (!go) return;
  event.preventDefault();
  go.focus();
}

function valueOf({ option, input, value }) {
  const text = input.value.trim();
  if (value !== undefined) return { value };
  if (text === '') return option.required ? { error: t('mustFill') } : {};
  const fixed = fixedChoices(option);
  if (fixed) {
    const same = fixed.find((c) => [c.label, c.also, String(c.value)].some((s) => s?.toLowerCase() === text.toLowerCase()));
    return same ? { value: same.value } : { error: t('mustChoose') };
  }
  if (option.type === WHOLE || option.type === NUMBER) {
    const number = Number(text.normalize('NFKC').replaceAll(',', ''));
    if (!Number.isFinite(number)) return { error: t('mustNumber') };
    if (option.type === WHOLE && !Number.isInteger(number)) return { error: t('mustWhole') };
    const { min_value: low = -Infinity, max_value: high = Infinity } = option;
    return number < low || number > high ? { error: t('range', low, high) } : { value: number };
  }
  const length = [...text].length;
  const { min_length: low = 0, max_length: high = 6000 } = option;
  return length < low || length > high ? { error: t('range', low, high) } : { value: text };
}

/** The options in Discord's form; the one being typed is marked, and may hold anything. */
function wire({ entry, fields }, focused) {
  const options = fields.flatMap((field) => {
    const base = { name: field.option.name, type: field.option.type };
    if (field === focused) return [{ ...base, value: field.input.value, focused: true }];
    const { value } = valueOf(field);
    return value === undefined ? [] : [{ ...base, value }];
  });
  return entry.path.reduceRight((inner, { name, type }) => [{ name, type, options: inner }], options);
}

function resolved(fields) {
  const values = fields.map((f) => [f.option.type, valueOf(f).value]);
  const of = (type, all, make) => Object.fromEntries(values.filter(([k, v]) => k === type && v).map(([, v]) => [v, make(all.find((x) => x.id === v))]));
  const channels = of(CHANNEL, world.channels, (c) => ({ id: c.id, name: c.name, type: 0, permissions: '0' }));
  const users = of(USER, [world.bot, ...world.people.map((p) => p.user)], (u) => u);
  return Object.keys(channels).length + Object.keys(users).length > 0 ? { channels, users } : undefined;
}

/** Sends the command, or marks what is wrong with it. */
export function send() {
  const { entry, fields } = current;
  for (const field of fields) complain(field, valueOf(field).error);
  const wrong = fields.find((f) => f.error.textContent);
  if (wrong) { wrong.input.focus(); return; }
  const options = wire(current, null);
  const extra = resolved(fields);
  cancel('');
  run(entry.command, { shown: `/${entry.shown}`, options, resolved: extra });
}
