// Puts the page together: sidebar, header, message list, banners, theme and language.

import * as composer from './composer.js';
import * as discord from './discord.js';
import { $, h, icon, toast } from './dom.js';
import * as inspector from './inspector.js';
import { listenForMenu, openMenu } from './menu.js';
import { avatar, intro, render } from './message.js';
import { openModal } from './modal.js';
import { locale, t } from './words.js';

const POLL = 1500;
const GROUP_FOR = 7 * 60 * 1000;
const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window */ } };

const handlers = {
  onmenu: (record, anchor) => openMenu(record, anchor, { onreply: composer.reply, oninspect: inspector.inspect }),
  oninspect: inspector.inspect,
};

function chooseLanguage(language) {
  document.documentElement.lang = language;
}

function chooseTheme(theme) {
  document.documentElement.dataset.theme = theme;
}

// Not on a phone: the keyboard would come up unasked.
const focusInput = () => { if (matchMedia('(pointer: fine)').matches) $('text').focus(); };

const theme = () => document.documentElement.dataset.theme;

function drawAll() {
  drawSidebar();
  drawHead();
  composer.draw();
  drawMessages();
  inspector.draw();
  $('skip').textContent = t('skip');
  $('log').setAttribute('aria-label', t('messages'));
  $('scroll').setAttribute('aria-label', t('messages'));
  $('scroll').setAttribute('role', 'region');
  $('sidebar').setAttribute('aria-label', t('channels'));
}

function drawSidebar() {
  const { world } = discord;
  $('guild').replaceChildren(h('strong', {}, world.guild.name), h('span', { className: 'quiet' }, t('local')));
  const entry = (c) => h('li', {}, h('button', { type: 'button', className: 'channel', data: { channel: c.id }, aria: { current: c === discord.here() ? 'page' : undefined }, onclick: () => { discord.enter(c.id); drawer(false); focusInput(); } },
    c.kind === 'dm' ? avatar(world.bot) : icon('hash'), h('span', {}, c.name), unread.has(c.id) && h('span', { className: 'unread' })));
  const group = (title, list) => [h('h2', {}, title), h('ul', {}, list.map(entry))];
  $('channels').replaceChildren(...group(t('textChannels'), world.channels.filter((c) => c.kind !== 'dm')), ...group(t('directMessages'), world.channels.filter((c) => c.kind === 'dm')));
  const who = h('select', { id: 'person', title: `${t('speakAs')}（${discord.shownName(world.people[0].user)}：${t('admin')}）`, aria: { label: t('speakAs') }, onchange: (event) => discord.speakAs(event.target.value) },
    world.people.map((p) => h('option', { value: p.user.id, selected: p === discord.me() }, discord.shownName(p.user))));
  const other = theme() === 'dark' ? 'light' : 'dark';
  $('me').replaceChildren(avatar(discord.me().user), who,
    h('button', { type: 'button', className: 'icon language', id: 'language', title: t('language'), aria: { label: `${t('language')}：${locale() === 'ja' ? '日本語' : 'English'}` }, onclick: switchLanguage }, locale() === 'ja' ? 'あ' : 'A'),
    h('button', { type: 'button', className: 'icon', id: 'theme', title: `${t('theme')}：${t(theme())}`, aria: { label: `${t('theme')}：${t(theme())}` }, onclick: () => { chooseTheme(other); remember('theme', other); drawSidebar(); $('theme').focus(); } }, icon(theme() === 'dark' ? 'moon' : 'sun')));
}

function switchLanguage() {
  const language = locale() === 'ja' ? 'en' : 'ja';
  chooseLanguage(language);
  remember('language', language);
  drawAll();
  $('language').focus();
}

function drawHead() {
  const where = discord.here();
  $('channel-name').replaceChildren(icon(where.kind === 'dm' ? 'at' : 'hash'), where.name);
  $('topic').textContent = t(`${where.kind}Topic`);
  document.title = `${where.kind === 'dm' ? '@' : '#'}${where.name} | fukugyo playground`;
  for (const [id, name, word] of [['menu-button', 'menu', 'openMenu'], ['inspector-button', 'braces', 'inspector']]) {
    $(id).replaceChildren(icon(name));
    $(id).setAttribute('aria-label', t(word));
    $(id).title = t(word);
  }
}

function drawer(open) {
  const narrow = matchMedia('(max-width: 800px)').matches;
  document.body.classList.toggle('drawer', open);
  $('scrim').hidden = !open;
  $('menu-button').setAttribute('aria-expanded', String(open));
  $('sidebar').inert = narrow && !open;
  $('main').inert = narrow && open;
}

const unread = new Set();
const nearEnd = () => { const s = $('scroll'); return s.scrollHeight - s.scrollTop - s.clientHeight < 120; };
const toEnd = () => { const s = $('scroll'); s.scrollTop = s.scrollHeight; };

function grouped(record, before) {
  return Boolean(before) && !record.used && !record.message.message_reference && before.message.author.id === record.message.author.id && !before.only === !record.only
    && Date.parse(record.message.timestamp) - Date.parse(before.message.timestamp) < GROUP_FOR;
}

function drawMessages() {
  const list = discord.visible();
  $('intro').replaceChildren(...intro(composer.type));
  $('messages').replaceChildren(...list.map((r, i) => render(r, { ...handlers, grouped: grouped(r, list[i - 1]) })));
  unread.delete(discord.here().id);
  toEnd();
}

const itemOf = (record) => $('messages').querySelector(`li[data-id="${record.message.id}"]`);

discord.on('message', (record) => {
  if (record.message.channel_id !== discord.here().id) { unread.add(record.message.channel_id); drawSidebar(); return; }
  const follow = nearEnd() || record.by === discord.me().user || record.message.author.id === discord.me().user.id;
  const list = discord.visible();
  $('messages').append(render(record, { ...handlers, grouped: grouped(record, list[list.indexOf(record) - 1]) }));
  if (follow) toEnd();
  if (!$('inspector').hidden && record.raw) inspector.follow(record);
});

discord.on('update', (record) => {
  const old = itemOf(record);
  if (!old) return;
  const inside = old.contains(document.activeElement) ? document.activeElement.dataset.customId : undefined;
  const follow = nearEnd();
  const list = discord.visible();
  const item = render(record, { ...handlers, grouped: grouped(record, list[list.indexOf(record) - 1]) });
  old.replaceWith(item);
  if (inside) item.querySelector(`[data-custom-id="${CSS.escape(inside)}"]`)?.focus({ preventScroll: true });
  if (follow) toEnd();
  inspector.refresh(record);
});

discord.on('delete', (record) => {
  itemOf(record)?.remove();
  drawMessagesKeepingPlace();
  focusInput();
});

function drawMessagesKeepingPlace() {
  const { scrollTop } = $('scroll');
  drawMessages();
  $('scroll').scrollTop = scrollTop;
}

discord.on('switch', () => { drawSidebar(); drawHead(); drawMessages(); });
discord.on('modal', openModal);
discord.on('typing', (where, busy) => {
  $('typing').textContent = busy && where === discord.here() ? t('typing', discord.shownName(discord.world.bot)) : '';
});

let swaps = 0;
let told = '';
async function watchData() {
  let banner = null;
  try {
    const status = await (await fetch('/api/status')).json();
    if (status.problems) {
      banner = h('div', { className: 'banner' }, icon('warn'), h('div', {}, h('strong', {}, t('problems', status.problems.length)),
        h('ul', {}, status.problems.slice(0, 5).map((p) => h('li', {}, locale() === 'ja' ? p.ja : p.en))), status.problems.length > 5 && t('more', status.problems.length - 5)));
    }
    if (status.swaps > swaps) toast(t('swapped'));
    swaps = status.swaps;
  } catch {
    banner = h('div', { className: 'banner' }, icon('warn'), t('offline'));
  }
  // Said once: a live region that is redrawn would be read again and again.
  if (banner?.textContent !== told) $('banners').replaceChildren(...(banner ? [banner] : []));
  told = banner?.textContent;
}

function poll() {
  setTimeout(async () => {
    if (!document.hidden) await watchData();
    poll();
  }, POLL);
}

async function begin() {
  chooseLanguage(remembered('language') ?? (navigator.languages.some((l) => l.startsWith('ja')) ? 'ja' : 'en'));
  chooseTheme(remembered('theme') ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'));
  matchMedia('(prefers-color-scheme: light)').addEventListener('change', (event) => { if (!remembered('theme')) { chooseTheme(event.matches ? 'light' : 'dark'); drawSidebar(); } });
  await discord.connect(locale);
  composer.start();
  listenForMenu($('messages'), (id, anchor) => handlers.onmenu(discord.records.get(id), anchor));
  $('menu-button').addEventListener('click', () => { drawer(true); $('sidebar').querySelector('[aria-current]')?.focus(); });
  $('scrim').addEventListener('click', () => drawer(false));
  $('sidebar').addEventListener('keydown', (event) => { if (event.key === 'Escape') { drawer(false); $('menu-button').focus(); } });
  $('inspector-button').addEventListener('click', inspector.toggle);
  $('inspector').addEventListener('keydown', (event) => { if (event.key === 'Escape') inspector.toggle(); });
  matchMedia('(max-width: 800px)').addEventListener('change', () => drawer(false));
  drawAll();
  drawer(false);
  focusInput();
  swaps = (await (await fetch('/api/status')).json()).swaps;
  await watchData();
  poll();
  document.documentElement.dataset.ready = 'true';
}

begin();
