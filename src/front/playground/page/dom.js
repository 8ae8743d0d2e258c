// Building blocks: elements, icons, floating layers, announcements. No text ever becomes HTML.

/** An element. `on*` are listeners, `data` and `aria` maps; everything else is an attribute. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'data') Object.assign(element.dataset, value);
    else if (key === 'aria') for (const [name, v] of Object.entries(value)) { if (v !== undefined) element.setAttribute(`aria-${name}`, v); }
    else element.setAttribute(key === 'className' ? 'class' : key, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((c) => c !== undefined && c !== null && c !== false));
  return element;
}

export const $ = (id) => document.getElementById(id);

const ICONS = {
  menu: 'M4 6h16M4 12h16M4 18h16', braces: 'M9 4c-3 0-3 2-3 4s0 4-3 4c3 0 3 2 3 4s0 4 3 4M15 4c3 0 3 2 3 4s0 4 3 4c-3 0-3 2-3 4s0 4-3 4',
  close: 'M6 6l12 12M18 6L6 18', send: 'M4 12l16-8-6 16-3-7z', more: 'M5 11v2M12 11v2M19 11v2', hash: 'M5 9h15M4 15h15M10 4L8 20M16 4l-2 16',
  at: 'M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zm0 0c0 2 1 3 2.5 3S21 14 21 12a9 9 0 1 0-4 7.5', eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zm13 0a3 3 0 1 1-6 0 3 3 0 0 1 6 0z',
  down: 'M6 9l6 6 6-6', reply: 'M10 7L4 12l6 5v-3c5 0 8 1 10 4-1-6-4-9-10-9z', copy: 'M9 9h11v11H9zM5 15H4V4h11v1', link: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  warn: 'M12 3l10 18H2zM12 10v5M12 18h.01', file: 'M6 2h9l4 4v16H6zM14 2v5h5', check: 'M5 13l4 4L19 7', sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M19 5l-1.5 1.5M6.5 17.5L5 19', moon: 'M20 14A8 8 0 1 1 10 4a6.5 6.5 0 0 0 10 10z',
  spark: 'M12 3l2 7 7 2-7 2-2 7-2-7-7-2 7-2z', trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13',
};

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'glyph');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

let serial = 0;
export const uid = (prefix) => `${prefix}-${++serial}`;

let closeOpen = null;

/** A layer beside `anchor` (an element, or a point); a sheet from below on phones. Returns a function that closes it. */
export function floating(anchor, layer, { onclose, label } = {}) {
  closeOpen?.();
  const before = document.activeElement;
  layer.classList.add('floating');
  const backdrop = h('div', { className: 'backdrop' });
  $('main').append(backdrop, layer);
  place(anchor, layer);
  if (label) layer.setAttribute('aria-label', label);
  const close = (refocus = true) => {
    if (closeOpen !== close) return;
    closeOpen = null;
    layer.remove();
    backdrop.remove();
    removeEventListener('keydown', escape, true);
    removeEventListener('resize', away);
    if (refocus && before?.isConnected) before.focus({ preventScroll: true });
    onclose?.();
  };
  const escape = (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  const away = () => close(false);
  backdrop.addEventListener('pointerdown', (event) => { event.preventDefault(); close(); });
  backdrop.addEventListener('contextmenu', (event) => event.preventDefault());
  addEventListener('keydown', escape, true);
  addEventListener('resize', away);
  closeOpen = close;
  return close;
}

function place(anchor, layer) {
  if (matchMedia('(max-width: 600px)').matches) {
    layer.classList.add('sheet');
    return;
  }
  const box = anchor instanceof Element ? anchor.getBoundingClientRect() : { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y, width: 0 };
  if (box.width > 0 && layer.dataset.match === 'width') layer.style.width = `${box.width}px`;
  const { width, height } = layer.getBoundingClientRect();
  const below = box.bottom + 4;
  const fits = below + height <= innerHeight - 8;
  const top = fits ? below : Math.max(8, box.top - height - 4 >= 8 ? box.top - height - 4 : innerHeight - height - 8);
  layer.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  layer.style.top = `${top}px`;
}

/** Arrow keys, Home, End and first letters move between the items of a list. */
export function roving(list, selector) {
  let typed = '';
  let timer;
  list.addEventListener('keydown', (event) => {
    const items = [...list.querySelectorAll(selector)];
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      items[(step + items.length) % items.length]?.focus();
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) {
      typed += event.key.toLowerCase();
      clearTimeout(timer);
      timer = setTimeout(() => { typed = ''; }, 700);
      items.find((item) => item.textContent.trim().toLowerCase().startsWith(typed))?.focus();
    }
  });
}

/** A short note at the top, which goes by itself. */
export function toast(text) {
  const note = h('p', { className: 'toast', role: 'status' }, text);
  document.body.append(note);
  setTimeout(() => note.remove(), 2500);
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
