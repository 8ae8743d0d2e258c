// Discord's markdown as elements. Covers what Discord renders: **bold**, *italic*, __underline__, ~~strike~~, ||spoiler||, `code`,
// fenced code, links, masked links, headings, small text (-#), quotes, lists, mentions, timestamps, and \ escapes.

import { h } from './dom.js';
import { t, locale } from './words.js';

// Within a pair, a backslash belongs to what it escapes and to nothing else: two ways to read it would double the work with each one.
const INLINE = [
  [/^\\([\\`*_~|>#\-[\]().!:<@/])/, (m) => m[1]],
  [/^(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/, (m) => h('code', {}, m[2].replace(/^ (.*) $/, '$1'))],
  [/^\*\*(?=\S)((?:\\[\s\S]|(?!\*\*)[^\\])+?)\*\*(?!\*)/, (m, c) => h('strong', {}, inline(m[1], c))],
  [/^__((?:\\[\s\S]|(?!__)[^\\])+?)__(?!_)/, (m, c) => h('u', {}, inline(m[1], c))],
  [/^~~((?:\\[\s\S]|(?!~~)[^\\])+?)~~/, (m, c) => h('s', {}, inline(m[1], c))],
  [/^\|\|((?:\\[\s\S]|(?!\|\|)[^\\])+?)\|\|/, (m, c) => spoiler(inline(m[1], c))],
  [/^\*(?=\S)((?:\\[\s\S]|[^*\\])+?)\*(?!\*)/, (m, c) => h('em', {}, inline(m[1], c))],
  [/^_(?=\S)((?:\\[\s\S]|[^_\\])+?)_(?![_\p{L}\p{N}])/u, (m, c) => h('em', {}, inline(m[1], c))],
  [/^\[((?:\\[\s\S]|[^[\]\\])+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/, (m, c) => link(m[2], inline(m[1], { ...c, links: false }))],
  [/^<(https?:\/\/[^\s>]+)>/, (m) => link(m[1], m[1])],
  [/^https?:\/\/[^\s<>「」『』（）、。　]*[^\s<>「」『』（）、。　.,:;"')\]]/, (m) => link(m[0], m[0])],
  [/^<@!?(\d+)>/, (m, c) => mention(`@${c.userName?.(m[1]) ?? m[1]}`)],
  [/^<#(\d+)>/, (m, c) => mention(`#${c.channelName?.(m[1]) ?? m[1]}`)],
  [/^<\/([^:>]+):(\d+)>/, (m) => mention(`/${m[1]}`)],
  [/^<t:(-?\d+)(?::[tTdDfFR])?>/, (m) => timestamp(Number(m[1])) ?? m[0]],
];

/** Only addresses that a page may open safely; anything else is plain text. */
export function link(address, children) {
  let url;
  try { url = new URL(address); } catch { return address; }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return address;
  return h('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer nofollow', title: `${url.href}（${t('opensNewTab')}）` }, children);
}

const mention = (text) => h('span', { className: 'mention' }, text);

/** Nothing for a second that no calendar has. */
function timestamp(seconds) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return null;
  return h('time', { datetime: date.toISOString() }, date.toLocaleString(locale(), { dateStyle: 'long', timeStyle: 'short' }));
}

function spoiler(children) {
  const button = h('button', { type: 'button', className: 'spoiler', aria: { label: t('spoiler') } }, h('span', {}, children));
  button.addEventListener('click', () => button.replaceWith(h('span', { className: 'spoiled' }, children)));
  return button;
}

/** Nodes of one run of text. */
export function inline(text, context = {}) {
  const nodes = [];
  let plain = '';
  const flush = () => { if (plain) nodes.push(plain); plain = ''; };
  for (let rest = text; rest;) {
    const word = nodes.length > 0 || plain !== '' ? /[\p{L}\p{N}]$/u.test(plain.slice(-2)) : false;
    const hit = /^[\\`*_~|[<h]/.test(rest) && INLINE.map(([pattern, make]) => [pattern.exec(rest), make]).find(([m]) => m);
    // An underscore inside a word is no markup: snake_case.
    if (hit && !(hit[0][0].startsWith('_') && word) && !(hit[0][0].startsWith('http') && /[a-z]$/i.test(plain))) {
      const made = hit[1](hit[0], context);
      if (typeof made === 'string') plain += made;
      else { flush(); nodes.push(made); }
      rest = rest.slice(hit[0][0].length);
    } else {
      const step = rest.codePointAt(0) > 0xffff ? 2 : 1;
      plain += rest.slice(0, step);
      rest = rest.slice(step);
    }
  }
  flush();
  return nodes;
}

/** Blocks of a whole text. */
export function markdown(text, context = {}) {
  const root = document.createDocumentFragment();
  const parts = text.split(/(```[\s\S]*?```)/);
  for (const part of parts) {
    const fence = /^```(?:[\w+-]*\n)?([\s\S]*?)\n?```$/.exec(part);
    if (fence && part.length > 6) root.append(h('pre', {}, h('code', {}, fence[1])));
    else blocks(part, context, root);
  }
  return root;
}

function blocks(text, context, root) {
  const lines = text.replace(/^\n|\n$/g, '').split('\n');
  let run = [];
  const flush = () => {
    if (run.length > 0) root.append(h('div', { className: 'lines' }, run.flatMap((line, i) => [i > 0 && h('br'), inline(line, context)])));
    run = [];
  };
  if (text === '' || text === '\n') return;
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i];
    const heading = /^(#{1,3})\s+(.+)/.exec(line);
    const small = /^-#\s+(.+)/.exec(line);
    if (heading) {
      flush();
      root.append(h('div', { className: `heading h${heading[1].length}`, role: 'heading', aria: { level: heading[1].length + 2 } }, inline(heading[2], context)));
    } else if (small) {
      flush();
      root.append(h('small', {}, inline(small[1], context)));
    } else if (/^> /.test(line)) {
      flush();
      const quoted = [];
      while (i < lines.length && /^> ?/.test(lines[i])) { quoted.push(lines[i].replace(/^> ?/, '')); i += 1; }
      i -= 1;
      root.append(h('blockquote', {}, markdown(quoted.join('\n'), context)));
    } else if (/^\s*(?:[-*]|\d+\.)\s+\S/.test(line)) {
      flush();
      const items = [];
      while (i < lines.length && /^\s*(?:[-*]|\d+\.)\s+\S/.test(lines[i])) { items.push(lines[i]); i += 1; }
      i -= 1;
      root.append(listOf(items, context));
    } else {
      run.push(line);
    }
  }
  flush();
}

function listOf(lines, context) {
  const parse = (line) => /^(\s*)([-*]|\d+\.)\s+(.+)$/.exec(line);
  const first = parse(lines[0]);
  const ordered = /\d/.test(first[2]);
  const list = h(ordered ? 'ol' : 'ul', ordered ? { start: parseInt(first[2], 10) } : {});
  for (let i = 0; i < lines.length; i += 1) {
    const [, , , text] = parse(lines[i]);
    const item = h('li', {}, inline(text, context));
    const inner = [];
    while (i + 1 < lines.length && parse(lines[i + 1])[1].length > first[1].length) { i += 1; inner.push(lines[i]); }
    if (inner.length > 0) item.append(listOf(inner, context));
    list.append(item);
  }
  return list;
}
