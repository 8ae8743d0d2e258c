// A bot's modal: a dialog with text inputs.

import { submit } from './discord.js';
import { h, icon, uid } from './dom.js';
import { t } from './words.js';

const PARAGRAPH = 2;

export function openModal(modal, origin) {
  const inputs = modal.components.flatMap((row) => row.components);
  const fields = inputs.map((c) => {
    const id = uid('modal');
    const common = { id, name: c.custom_id, placeholder: c.placeholder, required: c.required !== false, minlength: c.min_length, maxlength: c.max_length ?? 4000 };
    const field = c.style === PARAGRAPH ? h('textarea', { ...common, rows: 5 }, c.value ?? '') : h('input', { ...common, type: 'text', value: c.value });
    return h('p', {}, h('label', { for: id }, c.label, c.required !== false && h('span', { className: 'must', aria: { hidden: 'true' } }, ' *')), field);
  });
  const failure = h('p', { className: 'failure', role: 'alert' });
  const title = uid('title');
  const close = () => { dialog.close(); dialog.remove(); };
  const form = h('form', { method: 'dialog' }, fields, failure,
    h('div', { className: 'actions' }, h('button', { type: 'button', className: 'button secondary', onclick: () => close() }, t('cancel')), h('button', { type: 'submit', className: 'button primary' }, t('submit'))));
  const dialog = h('dialog', { className: 'modal', aria: { labelledby: title } },
    h('header', {}, h('h2', { id: title }, modal.title), h('button', { type: 'button', className: 'icon', aria: { label: t('close') }, onclick: () => close() }, icon('close'))), form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (await submit(modal, Object.fromEntries(new FormData(form)), origin)) close();
    else failure.replaceChildren(icon('warn'), t('interactionFailed'));
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  form.querySelector('input, textarea')?.focus();
}
