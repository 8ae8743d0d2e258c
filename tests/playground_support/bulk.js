// Many replies at once, by the page's own way of sending and drawing them: how high each stands, and whether each press has a way back.
// The value of this expression is a promise; afterwards `window.bulk` is there.
(async () => {
  // What was pressed once is known for the page's whole life.
  if (window.bulk) return true;
  const discord = await import('/discord.js');
  const STRING = 3;
  const NUMBERS = [4, 10];
  const SUB_MENU = 3;

  const itemOf = (record) => document.querySelector(`li[data-id="${record.message.id}"]`);
  const newest = () => [...discord.records.values()].at(-1);

  /** `/name option:value option:value`, as the composer would send it. */
  async function command(line) {
    const [, name, rest] = line.match(/^\/(\S+)\s*(.*)$/s);
    const known = discord.world.commands.find((c) => c.name === name && (c.type ?? 1) === 1);
    const options = [...rest.matchAll(/([a-z0-9_]+):(.*?)(?=\s+[a-z0-9_]+:|$)/gs)].map(([, option, value]) => {
      const { type } = (known.options ?? []).find((o) => o.name === option) ?? { type: STRING };
      return { type, name: option, value: NUMBERS.includes(type) ? Number(value) : value };
    });
    await discord.run(known, { shown: line, options });
    return newest();
  }

  async function heightOf(record) {
    const item = itemOf(record);
    await Promise.all([...item.querySelectorAll('.picture img')].map((image) => image.decode()));
    return Math.round(item.getBoundingClientRect().height);
  }

  /** Each line's reply that is higher than `most` px or failed, as [line, height]. */
  async function commands(lines, most) {
    const high = [];
    for (const line of lines) {
      const record = await command(line);
      const height = record.failed ? Infinity : await heightOf(record);
      if (!(height <= most)) high.push([line, height]);
      discord.remove(record);
    }
    return high;
  }

  /** Says each text in this channel; how many were answered, and those whose answer is higher than `most` px. */
  async function texts(lines, most) {
    const high = [];
    let answered = 0;
    for (const text of lines) {
      await discord.say(text);
      const record = newest();
      if (record.message.author.bot) {
        answered += 1;
        const height = await heightOf(record);
        if (height > most) high.push([text, height]);
      }
      discord.records.clear();
      document.getElementById('messages').replaceChildren();
    }
    return { answered, high };
  }

  /** What pressing these leads to is checked elsewhere, or changes more than messages. */
  const LEFT_OUT = /^v1:(dismiss|share|helpful|pick):/;
  /** How many presses from the first reply a message may be. */
  const DEPTH = 4;
  /** Menus whose options all open the same kind of message: the first and the last will do. */
  const ALIKE = /^v1:(profile-menu|answer-menu|faq|topic|topic-menu|tell|change|jobs-category|jobs-sort)(:|$)/;

  /** Every press a message offers: [component, chosen values]. */
  function presses(message) {
    const all = message.components.flatMap((row) => row.components).filter((c) => c.custom_id && !c.disabled && !LEFT_OUT.test(c.custom_id));
    return all.flatMap((c) => {
      if (c.type !== SUB_MENU) return [[c, undefined]];
      const options = ALIKE.test(c.custom_id) ? [...new Set([c.options[0], c.options.at(-1)])] : c.options;
      return options.map((o) => [c, [o.value]]);
    });
  }

  const seen = (message) => JSON.stringify([message.content, message.embeds.map((e) => [e.title, e.description, e.fields])]);
  const title = (message) => message.embeds[0]?.title ?? message.content;
  const sections = (message) => message.components.flatMap((row) => row.components).some((c) => c.custom_id?.startsWith('v1:section:') && c.type === SUB_MENU);

  /** The kinds of menus that lead through what belongs together. */
  const menus = (message) => message.components.flatMap((row) => row.components).filter((c) => c.type === SUB_MENU).map((c) => c.custom_id.split(':')[1]).filter((kind) => ['section', 'faq', 'topic', 'topic-menu', 'jobs-category', 'tell', 'change'].includes(kind));

  /** What a press makes of a message: the message in its place, or the one that opened beside it. All state is in the id. */
  const known = new Map();
  async function pressed(message, [component, values]) {
    const key = `${component.custom_id} ${values ?? ''}`;
    if (known.has(key)) return known.get(key);
    const before = new Set(discord.records.keys());
    const record = { message: structuredClone(message), only: discord.me().user.id };
    discord.records.set(message.id, record);
    await discord.press(record, component, values);
    const opened = [...discord.records.values()].find((r) => !before.has(r.message.id) && r !== record);
    const result = { failed: Boolean(record.error), inPlace: !opened, message: structuredClone((opened ?? record).message), gone: !discord.records.has(message.id) };
    discord.records.clear();
    known.set(key, result);
    return result;
  }

  /** Presses everything that can be reached from the replies to these lines; what is wrong with it, and how much was pressed. */
  async function walk(lines) {
    const wrong = [];
    const done = new Set();
    const queue = [];
    for (const line of lines) {
      const record = await command(line);
      queue.push([line, structuredClone(record.message), 0]);
      discord.records.clear();
    }
    while (queue.length) {
      const [path, from, depth] = queue.shift();
      for (const press of presses(from)) {
        const [component, values] = press;
        const step = `${path} → ${component.label ?? component.placeholder}${values ? `[${values}]` : ''}`;
        const to = await pressed(from, press);
        if (to.failed) { wrong.push(`${step}: failed`); continue; }
        if (to.gone) continue;
        if (to.inPlace && sections(from) && !sections(to.message)) wrong.push(`${step}: the menu of sections is gone`);
        if (to.inPlace && seen(from) !== seen(to.message)) {
          // Where the menus stay, everything they hold is a press away; a list of topics holds every question.
          let back = menus(from).length > 0 && menus(from).every((kind) => menus(to.message).includes(kind) || kind === 'faq' && menus(to.message).includes('section') || kind === 'topic' && menus(to.message).includes('topic-menu') || kind === 'tell' && menus(to.message).some((k) => k === 'tell' || k === 'change'));
          for (const way of back ? [] : presses(to.message)) {
            const there = await pressed(to.message, way);
            if (there.inPlace && title(there.message) === title(from)) { back = true; break; }
          }
          if (!back) wrong.push(`${step} 「${title(to.message)}」: no way back to 「${title(from)}」`);
        }
        // Answers make ever new results: their kind is enough.
        const key = path.startsWith('/recommend') ? title(to.message) : seen(to.message);
        if (!done.has(key)) { done.add(key); if (depth + 1 < DEPTH) queue.push([step, to.message, depth + 1]); }
      }
    }
    return { wrong, pressed: known.size };
  }

  window.bulk = { commands, texts, walk };
  return true;
})()
