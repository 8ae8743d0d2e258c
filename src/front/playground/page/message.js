// A message as elements: author, who used what, text, embeds, attachments, components, and what only the reader sees.

import { here, isDirect, me, press, records, remove, shownName, userOf, world } from './discord.js';
import { floating, h, icon } from './dom.js';
import { link, markdown } from './markdown.js';
import { selectMenu } from './select.js';
import { locale, t } from './words.js';

const BUTTON = 2;
const LINK = 5;
const STYLES = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'secondary' };

const context = { userName: (id) => { const user = userOf(id); return user && shownName(user); }, channelName: (id) => world.channels.find((c) => c.id === id)?.name };

export const avatar = (user) => h('span', { className: `avatar ${user.bot ? 'bot' : 'person'}`, aria: { hidden: 'true' } }, user.bot ? h('img', { src: '/icon.svg', alt: '' }) : shownName(user).slice(0, 1));

const author = (user) => [h('span', { className: user.bot ? 'name bot' : 'name' }, shownName(user)), user.bot && h('span', { className: 'badge' }, t('app'))];

function time(message) {
  const date = new Date(message.timestamp);
  return h('time', { datetime: message.timestamp, title: date.toLocaleString(locale()) }, date.toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit' }));
}

/** The list item of a record. `grouped` leaves out the author, who has just spoken. */
export function render(record, { grouped, onmenu, oninspect }) {
  const { message } = record;
  const own = !record.failed && record.only;
  const item = h('li', { className: ['message', grouped && 'grouped', record.only && 'ephemeral', message.mentions.some((u) => u.id === me().user.id) && 'pinged'].filter(Boolean).join(' '), data: { id: message.id } });
  const body = h('div', { className: 'body' });
  const context_line = above(record);
  if (context_line) item.append(context_line);
  if (!grouped) {
    item.append(avatar(message.author));
    body.append(h('div', { className: 'who' }, author(message.author), time(message)));
  }
  body.append(content(record));
  if (record.error) body.append(h('p', { className: 'failure', role: 'alert' }, icon('warn'), t('interactionFailed')));
  if (record.only) body.append(h('p', { className: 'only' }, icon('eye'), t('ephemeral'), h('span', { aria: { hidden: 'true' } }, '•'), h('button', { type: 'button', className: 'text-link', onclick: () => remove(record) }, t('dismiss'))));
  item.append(body, toolbar(record, own, onmenu, oninspect));
  return item;
}

function toolbar(record, own, onmenu, oninspect) {
  const tool = (name, label, action) => h('button', { type: 'button', className: 'icon', title: label, data: { tool: name }, aria: { label }, onclick: action }, icon(name));
  return h('div', { className: 'toolbar' },
    record.raw && tool('braces', t('showJson'), () => oninspect(record)),
    h('button', { type: 'button', className: 'icon', title: t('actions'), aria: { label: t('actions'), haspopup: 'menu' }, onclick: (event) => onmenu(record, event.currentTarget) }, icon('more')));
}

/** The small line above: the command that was used, or the message that is replied to. */
function above({ message, used, by }) {
  if (used) {
    const [who, middle, command, end] = t('used', shownName(by), used);
    return h('div', { className: 'above' }, avatar(by), h('span', { className: 'name' }, who), middle, h('span', { className: 'command' }, command), end);
  }
  const id = message.message_reference?.message_id;
  if (!id) return null;
  const source = records.get(id);
  if (!source) return h('div', { className: 'above' }, t('gone'));
  const jump = () => {
    const target = document.querySelector(`li[data-id="${id}"]`);
    target?.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    target?.classList.add('flash');
    setTimeout(() => target?.classList.remove('flash'), 1500);
  };
  const text = source.message.content || source.message.embeds[0]?.title || t('attachment');
  return h('button', { type: 'button', className: 'above', onclick: jump }, avatar(source.message.author), h('span', { className: 'name' }, shownName(source.message.author)), h('span', { className: 'excerpt' }, plain(text)));
}

const plain = (text) => h('span', {}, markdown(text.split('\n')[0], context)).textContent;

function content(record) {
  const { message } = record;
  const box = h('div', { className: 'content' });
  if (record.failed) box.append(h('p', { className: 'failure' }, icon('warn'), t('noResponse')));
  if (record.thinking) box.append(h('p', { className: 'thinking' }, dots(), t('thinking')));
  if (message.content) box.append(h('div', { className: 'markdown' }, markdown(message.content, context), message.edited_timestamp && !message.author.bot && h('span', { className: 'edited' }, t('edited'))));
  for (const e of message.embeds) box.append(embed(e, message.attachments));
  const shown = new Set(message.embeds.flatMap((e) => [e.image?.url, e.thumbnail?.url]));
  for (const a of message.attachments.filter((a) => !shown.has(a.url))) box.append(attachment(a));
  for (const row of message.components) box.append(h('div', { className: 'row' }, row.components.map((c) => component(record, c))));
  return box;
}

const dots = () => h('span', { className: 'dots', aria: { hidden: 'true' } }, h('i'), h('i'), h('i'));

function embed(e, attachments) {
  const box = h('article', { className: 'embed' });
  if (typeof e.color === 'number') box.style.borderInlineStartColor = `#${e.color.toString(16).padStart(6, '0')}`;
  if (e.author?.name) box.append(h('div', { className: 'embed-author' }, e.author.url ? link(e.author.url, e.author.name) : e.author.name));
  if (e.title) box.append(h('h3', {}, e.url ? link(e.url, markdownLine(e.title)) : markdownLine(e.title)));
  if (e.description) box.append(h('div', { className: 'markdown' }, markdown(e.description, context)));
  if (e.fields?.length) box.append(h('dl', { className: 'fields' }, e.fields.map((f) => h('div', { className: f.inline ? 'field inline' : 'field' }, h('dt', {}, markdownLine(f.name)), h('dd', { className: 'markdown' }, markdown(f.value, context))))));
  for (const part of [e.image, e.thumbnail]) if (part?.url) box.append(picture(part, attachments.find((a) => a.url === part.url)));
  if (e.footer?.text || e.timestamp) box.append(h('footer', {}, [e.footer?.text, e.timestamp && new Date(e.timestamp).toLocaleString(locale())].filter(Boolean).join(' • ')));
  return box;
}

const markdownLine = (text) => [...markdown(text, context).childNodes].flatMap((n) => n.className === 'lines' ? [...n.childNodes] : [n]);

function picture({ url, width, height }, file) {
  if (!url.startsWith('blob:')) return h('p', { className: 'file' }, icon('file'), link(url, url));
  const alt = file?.description ?? '';
  const open = (event) => {
    const layer = h('div', { className: 'lightbox', role: 'dialog', aria: { modal: 'true' } }, h('img', { src: url, alt }));
    const close = floating(event.currentTarget, layer, { label: alt || t('attachment') });
    layer.append(h('button', { type: 'button', className: 'icon', aria: { label: t('close') }, onclick: () => close() }, icon('close')));
    layer.addEventListener('click', (e) => { if (e.target === layer) close(); });
    layer.querySelector('button').focus();
  };
  return h('button', { type: 'button', className: 'picture', title: alt, aria: { label: `${alt || t('attachment')}：${t('openImage')}` }, onclick: open }, h('img', { src: url, alt, width, height }));
}

function attachment(a) {
  if (a.content_type?.startsWith('image/')) return picture(a, a);
  return h('p', { className: 'file' }, icon('file'), h('a', { href: a.url, download: a.filename }, a.filename), h('span', { className: 'quiet' }, `${Math.ceil(a.size / 1024)} KB`));
}

const emoji = (e) => e?.name && h('span', { className: 'emoji', aria: { hidden: 'true' } }, e.name);

function component(record, c) {
  const busy = record.busy === c.custom_id && c.custom_id !== undefined;
  if (c.type !== BUTTON) return selectMenu(record, c, busy);
  if (c.style === LINK) {
    const a = link(c.url ?? '', [emoji(c.emoji), c.label, icon('link')]);
    if (!(a instanceof Element) || c.disabled) return h('button', { type: 'button', className: 'button secondary', disabled: true }, c.label);
    a.className = 'button secondary';
    return a;
  }
  const press_it = () => { if (!record.busy) press(record, c); };
  return h('button', { type: 'button', className: `button ${STYLES[c.style] ?? 'secondary'}`, disabled: c.disabled, data: { customId: c.custom_id }, aria: { busy: busy ? 'true' : undefined, disabled: record.busy ? 'true' : undefined }, onclick: press_it },
    busy ? [h('span', { className: 'unseen' }, c.label), dots()] : [emoji(c.emoji), c.label]);
}

/** What begins a channel: its name, what it is for, and things to try. */
export function intro(ontry) {
  const where = here();
  const direct = isDirect(where);
  const examples = { talk: ['/score', '/compare', '/recommend', '/help', `@${shownName(world.bot)} 副業はいくらから確定申告が必要ですか？`], faq: ['副業が会社にバレない方法はありますか？', '副業はいくらから確定申告が必要ですか？', '今日のランチ何にしよう'], dm: ['未経験でもできる副業は？', '/profile', '副業が会社にバレない方法はありますか？'] }[where.kind];
  const known = examples.filter((e) => !e.startsWith('/') || world.commands.some((c) => `/${c.name}` === e));
  return [
    h('span', { className: 'intro-icon', aria: { hidden: 'true' } }, direct ? avatar(world.bot) : icon('hash')),
    h('h2', {}, direct ? t('welcomeDm', where.name) : t('welcome', where.name)),
    h('p', {}, t(`${where.kind}Intro`)),
    where.kind === 'faq' && world.cooldown.here === 0 && h('p', {}, t('noCooldown', world.cooldown.usual)),
    h('p', { className: 'tries' }, h('span', { className: 'quiet' }, t('tryIt')), known.map((e) => h('button', { type: 'button', className: 'try', onclick: () => ontry(e) }, e))),
  ].filter(Boolean);
}
