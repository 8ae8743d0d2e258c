// What a person with a screen reader, a keyboard or weak eyes would stumble over on the page as it is now: a list of findings.
// Equivalents of axe's rules: button-name, label, image-alt, duplicate-id, aria-valid-attr-value, aria-required-parent, tabindex,
// html-has-lang, color-contrast (4.5 to 1, or 3 to 1 for large text).
(() => {
  const findings = [];
  const shown = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && e.getClientRects().length > 0;
  const where = (e) => `<${e.tagName.toLowerCase()}${e.id ? ` id=${e.id}` : ''}${e.className && e.className.baseVal === undefined ? ` class="${e.className}"` : ''}> ${(e.textContent ?? '').trim().slice(0, 30)}`;
  const byIds = (ids) => (ids ?? '').split(' ').filter(Boolean).map((id) => document.getElementById(id));
  const name = (e) => (e.getAttribute('aria-label') ?? byIds(e.getAttribute('aria-labelledby')).map((l) => l?.textContent).join(' ') ?? '').trim()
    || [...(e.labels ?? [])].map((l) => l.textContent).join(' ').trim() || (e.matches('input, textarea, select') ? '' : e.textContent.trim() || [...e.querySelectorAll('img')].map((i) => i.alt).join(' ').trim());

  if (!document.documentElement.lang) findings.push('no language');
  const all = [...document.querySelectorAll('body *')].filter(shown);
  for (const e of all.filter((x) => x.matches('button, a[href], input, select, textarea, [role=option], [role=menuitem], dialog, [role=dialog]'))) {
    if (!name(e)) findings.push(`no name: ${where(e)}`);
  }
  for (const e of all.filter((x) => x.matches('[role=listbox], [role=menu], [role=region], [role=log]'))) {
    if (!e.getAttribute('aria-label')) findings.push(`no label: ${where(e)}`);
  }
  for (const e of all.filter((x) => x.matches('img') && !x.closest('[aria-hidden=true]'))) if (!e.alt.trim()) findings.push(`no alternative text: ${e.src}`);
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => findings.push(`id twice: ${id}`));
  for (const e of all) {
    for (const attribute of ['aria-controls', 'aria-activedescendant', 'aria-describedby', 'aria-labelledby']) {
      for (const target of byIds(e.getAttribute(attribute))) if (!target) findings.push(`${attribute} points nowhere: ${where(e)}`);
    }
    if (Number(e.getAttribute('tabindex')) > 0) findings.push(`tabindex above 0: ${where(e)}`);
  }
  for (const e of all.filter((x) => x.matches('[role=option]'))) if (!e.closest('[role=listbox]')) findings.push(`option without listbox: ${where(e)}`);
  for (const e of all.filter((x) => x.matches('[role=menuitem]'))) if (!e.closest('[role=menu]')) findings.push(`menuitem without menu: ${where(e)}`);

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const over = ([r, g, b, a], [R, G, B]) => [r, g, b].map((v, i) => (v * a + [R, G, B][i] * (255 - a)) / 255);
  const ground = (e) => {
    const layers = [];
    for (let x = e; x; x = x.parentElement) {
      const colour = rgba(getComputedStyle(x).backgroundColor);
      layers.push(colour);
      if (colour[3] === 255) break;
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const light = (rgb) => rgb.map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const texts = all.filter((e) => !e.closest(':disabled, [aria-hidden=true]') && [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()));
  for (const e of texts) {
    const style = getComputedStyle(e);
    const back = ground(e);
    const [a, b] = [light(over(rgba(style.color), back)), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) findings.push(`contrast ${ratio.toFixed(2)}: ${where(e)}`);
  }
  return findings;
})()
