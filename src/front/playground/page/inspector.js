// The side panel: the JSON that went out and came back for a message, and why a question was answered as it was.

import { visible, why } from './discord.js';
import { $, copy, h, icon, toast } from './dom.js';
import { t } from './words.js';

let shown = null;

export function inspect(record) {
  shown = record;
  draw();
  show(true);
}

/** Shows a new message in the panel that is open. */
export function follow(record) {
  shown = record;
  draw();
}

export function refresh(record) {
  if (record === shown && !$('inspector').hidden) draw();
}

/** Opens or closes the panel; opened with nothing chosen, it shows the latest message that has something to show. */
export function toggle() {
  shown ??= visible().findLast((record) => record.raw) ?? null;
  draw();
  show($('inspector').hidden);
}

function show(open) {
  $('inspector').hidden = !open;
  $('inspector-button').setAttribute('aria-expanded', String(open));
  if (open) $('inspector').querySelector('button')?.focus();
  else $('inspector-button').focus();
}

export function draw() {
  const panel = $('inspector');
  panel.setAttribute('aria-label', t('inspector'));
  const head = h('header', {}, h('h2', {}, t('inspector')), h('button', { type: 'button', className: 'icon', aria: { label: t('close') }, onclick: () => show(false) }, icon('close')));
  panel.replaceChildren(head, ...(shown?.raw ? contents(shown.raw) : [h('p', { className: 'quiet' }, t('noSelection'))]));
}

function contents({ request, response, took, question, problem }) {
  const parts = [];
  if (took !== undefined) parts.push(h('p', { className: 'quiet' }, t('milliseconds', took)));
  if (problem) parts.push(h('p', { className: 'failure' }, problem));
  if (question) parts.push(reasons(question));
  parts.push(...(response === null ? [h('h3', {}, t('response')), h('p', { className: 'quiet' }, t(problem ? 'noResponse' : 'noReply'))] : block(t('response'), response)));
  parts.push(...block(t('request'), request));
  return parts;
}

/** Why the question was answered as it was: the verdict, and the candidates with their scores and words. */
function reasons(question) {
  const box = h('section', { className: 'why' });
  why(question).then((found) => {
    if (!found) return;
    const verdict = (name, { decision, confidence }) => h('p', {}, `${t(name)}：`, h('strong', {}, t(`decision_${decision}`)), ` (${confidence})`);
    const candidate = (c) => h('li', {}, h('strong', {}, c.question ?? c.id), h('div', { className: 'quiet' }, `${c.id}・${t('score')} ${c.score}・${t('coverage')} ${Math.round(c.coverage * 100)}%`), h('div', { className: 'quiet' }, `${t('foundWords')}：${c.words.join('、') || '-'}`), c.matched !== c.question && h('div', { className: 'quiet' }, `${t('matched')}：${c.matched}`));
    box.replaceChildren(h('h3', {}, t('why')), h('p', { className: 'quiet' }, `「${found.text}」`), verdict('ifAddressed', found.addressed), verdict('ifUnaddressed', found.unaddressed), found.candidates.length > 0 ? h('ol', {}, found.candidates.map(candidate)) : h('p', { className: 'quiet' }, t('noCandidates')));
  });
  return box;
}

function block(title, value) {
  const text = JSON.stringify(value, null, 2);
  return [
    h('div', { className: 'block-head' }, h('h3', {}, title), h('button', { type: 'button', className: 'text-link', aria: { label: `${title}：${t('copy')}` }, onclick: async () => { if (await copy(text)) toast(t('copied')); } }, t('copy'))),
    h('pre', { className: 'json', tabindex: '0', aria: { label: title }, role: 'region' }, h('code', {}, coloured(text))),
  ];
}

function coloured(text) {
  const kinds = [[/^"(?:[^"\\]|\\.)*"(?=:)/, 'key'], [/^"(?:[^"\\]|\\.)*"/, 'string'], [/^(?:-?\d[\d.e+-]*|true|false|null)/, 'atom'], [/^[^"\w-]+/, '']];
  const nodes = [];
  for (let rest = text; rest;) {
    const [match, kind] = kinds.map(([pattern, name]) => [pattern.exec(rest), name]).find(([m]) => m) ?? [[rest[0]], ''];
    nodes.push(kind ? h('span', { className: `json-${kind}` }, match[0]) : match[0]);
    rest = rest.slice(match[0].length);
  }
  return nodes;
}
