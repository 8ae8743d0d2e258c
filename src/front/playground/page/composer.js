// The input: plain messages, the command picker, mentions, replies.

import { here, isDirect, me, on, say, shownName, world } from './discord.js';
import { $, h, icon } from './dom.js';
import * as list from './autocomplete.js';
import * as slash from './slash.js';
import { localised, t } from './words.js';

/** Characters of a message, as Discord counts them for people who do not pay. */
const LONGEST = 2000;
let replyTo = null;

export function start() {
  const text = $('text');
  list.listenForTaps();
  text.addEventListener('input', () => { grow(); look(); });
  text.addEventListener('keydown', onKey);
  text.addEventListener('click', look);
  $('composer').addEventListener('submit', (event) => { event.preventDefault(); send(); });
  $('composer').addEventListener('focusout', (event) => { if (!$('composer').contains(event.relatedTarget)) list.hide(); });
  on('switch', () => { reply(null); draw(); });
}

export function draw() {
  const where = here();
  const text = $('text');
  const name = t(isDirect() ? 'placeholderDm' : 'placeholder', where.name);
  text.placeholder = name;
  text.setAttribute('aria-label', name);
  $('send').replaceChildren(icon('send'));
  $('send').setAttribute('aria-label', t('send'));
  $('send').title = t('send');
  measure();
  if (slash.filling()) slash.cancel('');
}

/** Puts a text into the input as if it had been typed. */
export function type(example) {
  if (slash.filling()) slash.cancel('');
  const text = $('text');
  text.value = example;
  text.focus();
  text.setSelectionRange(example.length, example.length);
  grow();
  look();
}

const length = (value) => [...value].length;

/** Says by how much a text is too long: Discord's client counts below nothing too, instead of cutting what was pasted. */
function measure() {
  const over = length($('text').value.trim()) - LONGEST;
  $('too-long').hidden = over <= 0;
  const said = over > 0 ? t('tooLong', LONGEST, over) : '';
  if ($('too-long').textContent !== said) $('too-long').textContent = said;
}

function grow() {
  measure();
  const text = $('text');
  text.style.height = 'auto';
  text.style.height = `${Math.min(text.scrollHeight, 200)}px`;
}

/** What the text asks for: a command, a mention, or nothing. */
function look() {
  const text = $('text');
  const value = text.value;
  if (value.startsWith('/') && !value.includes('\n')) { lookForCommand(value); return; }
  const mention = /(?:^|\s)@([^\s@]*)$/.exec(value.slice(0, text.selectionStart));
  if (mention) { lookForPerson(mention[1]); return; }
  list.hide();
}

function lookForCommand(value) {
  const all = slash.commands();
  const normal = value.slice(1).replace(/\s+/g, ' ');
  // A whole line such as 「/income job:バックエンド hours:2」 is taken apart; a name and a blank start the command.
  const whole = all.filter((c) => [c.name, c.shown].some((n) => normal.startsWith(`${n} `))).sort((a, b) => b.name.length - a.name.length)[0];
  if (whole) {
    const name = [whole.name, whole.shown].find((n) => normal.startsWith(`${n} `));
    begin(whole, given(normal.slice(name.length + 1)));
    return;
  }
  const typed = normal.trim().toLowerCase();
  const rank = (c) => Math.min(...[c.name, c.shown].map((n) => n.toLowerCase().startsWith(typed) ? 0 : n.toLowerCase().includes(typed) ? 1 : 9));
  const found = all.map((c) => [rank(c), c]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0]).map(([, c]) => c);
  const entries = found.map((c) => ({ label: `/${c.shown}`, note: c.options.filter((o) => o.required).map((o) => localised(o, 'name')).join(' '), detail: c.description, value: c }));
  list.suggest($('text'), { title: shownName(world.bot), hint: t('commands'), entries, empty: t('noCommand'), onpick: ({ value: entry }) => begin(entry) });
}

/** `name:value` pairs of a typed line; a text without a name belongs to the first option. */
function given(rest) {
  const pairs = [];
  for (const word of rest.split(' ').filter(Boolean)) {
    const named = /^([^:：]+)[:：](.*)$/.exec(word);
    if (named) pairs.push([named[1], named[2]]);
    else if (pairs.length > 0) pairs.at(-1)[1] += ` ${word}`;
    else pairs.push([null, word]);
  }
  return pairs;
}

function begin(entry, options) {
  reply(null);
  slash.begin(entry, options, () => { grow(); });
}

function lookForPerson(typed) {
  const people = [world.bot, ...world.people.map((p) => p.user)].filter((u) => u.id !== me().user.id);
  const found = people.filter((u) => [shownName(u), u.username].some((n) => n.toLowerCase().includes(typed.toLowerCase())));
  if (found.length === 0) { list.hide(); return; }
  const entries = found.map((u) => ({ label: `@${shownName(u)}`, note: u.bot ? t('app') : '', value: u }));
  list.suggest($('text'), { title: t('people'), entries, onpick: ({ label }) => insertMention(label, typed) });
}

function insertMention(label, typed) {
  const text = $('text');
  const end = text.selectionStart;
  text.setRangeText(`${label} `, end - typed.length - 1, end, 'end');
  list.hide();
  text.focus();
}

function onKey(event) {
  if (event.isComposing || event.keyCode === 229 || list.key(event)) return;
  if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); send(); }
  else if (event.key === 'Escape') { event.preventDefault(); if ($('suggest').hidden) reply(null); else list.hide(); }
}

function send() {
  if (slash.filling()) { slash.send(); return; }
  const text = $('text');
  const value = text.value.trim();
  if (value === '' || length(value) > LONGEST) return;
  const command = value.startsWith('/') && slash.commands().find((c) => [c.name, c.shown].includes(value.slice(1)));
  if (command) { begin(command); return; }
  text.value = '';
  list.hide();
  grow();
  say(value, replyTo);
  reply(null);
}

/** Answers a message, or stops to. */
export function reply(record) {
  replyTo = record;
  const bar = $('reply-bar');
  bar.hidden = !record;
  bar.replaceChildren(...(record ? [h('span', {}, t('replyingTo', shownName(record.message.author))), h('button', { type: 'button', className: 'icon', aria: { label: t('cancel') }, onclick: () => reply(null) }, icon('close'))] : []));
  if (record) {
    if (slash.filling()) slash.cancel('');
    $('text').focus();
  }
}
