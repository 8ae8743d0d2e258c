// The page's own Discord: people, channels, messages with ids, and the JSON of interactions and messages. No elements here.
//
// A record is a message with what Discord's client knows beside it: who may see it, what was sent for it, whether it failed.

const EPHEMERAL = 64;
const DEADLINE = 3000;
const EPOCH = 1420070400000n;

export const world = {};
export const records = new Map();
const listeners = new Map();
let person = null;
let channel = null;
let locale = () => 'ja';

export const on = (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]);
const emit = (name, ...args) => (listeners.get(name) ?? []).forEach((listener) => listener(...args));

export async function connect(language) {
  locale = language;
  Object.assign(world, await (await fetch('/api/world')).json());
  person = world.people[0];
  channel = world.channels[0];
}

export const me = () => person;
export const here = () => channel;
export const shownName = (user) => user.global_name ?? user.username;
export const isDirect = (where = channel) => where.kind === 'dm';
export function speakAs(id) { person = world.people.find((p) => p.user.id === id) ?? person; emit('switch'); }
export function enter(id) { channel = world.channels.find((c) => c.id === id) ?? channel; emit('switch'); }
export const userOf = (id) => [world.bot, ...world.people.map((p) => p.user)].find((user) => user.id === id);
/** Whether Discord shows a command to who is speaking: its default permissions, and where it may be used. */
export const mayUse = (command) => {
  const needed = BigInt(command.default_member_permissions ?? 0);
  return (BigInt(person.permissions) & needed) === needed && (!command.contexts || command.contexts.includes(isDirect() ? 1 : 0));
};
export const mayManage = () => isDirect() || person === world.people[0];

/** The records of a channel that the person speaking may see. */
export const visible = () => [...records.values()].filter((r) => r.message.channel_id === channel.id && (!r.only || r.only === person.user.id));

let last = 0n;
/** A new id in Discord's own form: time first, always rising. */
export function snowflake() {
  const now = (BigInt(Date.now()) - EPOCH) << 22n;
  last = now > last ? now : last + 1n;
  return String(last);
}

const member = (who) => ({
  user: who.user, nick: null, avatar: null, roles: [], joined_at: '2026-01-01T00:00:00.000000+00:00', premium_since: null, deaf: false,
  mute: false, flags: 0, pending: false, permissions: who.permissions, communication_disabled_until: null,
});

const partialChannel = (c) => ({ id: c.id, type: c.kind === 'dm' ? 1 : 0, name: c.kind === 'dm' ? null : c.name, permissions: person.permissions });

function interaction(type, data, where, message) {
  const body = {
    id: snowflake(), application_id: world.bot.id, type, token: 'playground', version: 1, data, channel: partialChannel(where), channel_id: where.id,
    locale: locale(), entitlements: [], attachment_size_limit: 10485760, app_permissions: '2222085186637376',
    context: isDirect(where) ? 1 : 0, authorizing_integration_owners: isDirect(where) ? { 0: '0' } : { 0: world.guild.id },
  };
  if (isDirect(where)) body.user = person.user;
  else Object.assign(body, { guild_id: world.guild.id, guild: { id: world.guild.id, locale: 'ja', features: [] }, guild_locale: 'ja', member: member(person) });
  if (message) body.message = message;
  return body;
}

/** Sends JSON; the answer with its files, or `failed`, after at most Discord's three seconds. */
async function post(path, body) {
  const started = performance.now();
  const took = () => Math.round((performance.now() - started) * 10) / 10;
  try {
    const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(DEADLINE) });
    if (answer.status === 204) return { request: body, response: null, took: took() };
    if (!answer.ok) return { request: body, response: await answer.json().catch(() => null), failed: true, took: took() };
    const files = new Map();
    const then = answer.headers.get('fukugyo-then');
    if (!answer.headers.get('content-type').startsWith('multipart/')) return { request: body, response: await answer.json(), files, then, took: took() };
    const form = await answer.formData();
    for (const [name, value] of form) if (value instanceof Blob && name !== 'payload_json') files.set(name.replace(/^files\[(.*)\]$/, '$1'), value);
    const payload = form.get('payload_json');
    return { request: body, response: JSON.parse(payload instanceof Blob ? await payload.text() : payload), files, then, took: took() };
  } catch (error) {
    return { request: body, response: null, failed: true, problem: String(error), took: took() };
  }
}

/** Attachments of a body: new files get an address, kept ones stay; `attachment://` in embeds is resolved. */
async function resolve(data, files, kept = []) {
  const attachments = [];
  for (const given of data.attachments ?? []) {
    const blob = files?.get(String(given.id));
    const old = kept.find((a) => a.id === String(given.id));
    if (blob) {
      const size = await createImageBitmap(blob).catch(() => ({}));
      const url = URL.createObjectURL(blob);
      attachments.push({ id: snowflake(), filename: given.filename, description: given.description, content_type: blob.type, size: blob.size, url, proxy_url: url, width: size.width, height: size.height });
    } else if (old) attachments.push(old);
  }
  const image = (part) => part?.url?.startsWith('attachment://')
    ? (({ url, width, height }) => ({ url, proxy_url: url, width, height }))(attachments.find((a) => `attachment://${a.filename}` === part.url) ?? { url: part.url }) : part;
  const embeds = (data.embeds ?? []).map((e) => ({ type: 'rich', ...e, ...(e.image && { image: image(e.image) }), ...(e.thumbnail && { thumbnail: image(e.thumbnail) }) }));
  return { attachments, embeds };
}

const withIds = (rows) => (rows ?? []).map((row, i) => ({ ...row, id: i * 10 + 1, components: (row.components ?? []).map((c, j) => ({ ...c, id: i * 10 + j + 2 })) }));

function blank(where, author) {
  return {
    id: snowflake(), channel_id: where.id, type: 0, content: '', author, timestamp: new Date().toISOString(), edited_timestamp: null, tts: false, mention_everyone: false,
    mentions: [], mention_roles: [], attachments: [], embeds: [], components: [], pinned: false, flags: 0,
  };
}

async function botMessage(where, data, files, more = {}) {
  const { attachments, embeds } = await resolve(data, files);
  const flags = data.flags ?? 0;
  const reference = data.message_reference && { channel_id: where.id, ...data.message_reference };
  return { ...blank(where, world.bot), type: reference ? 19 : 0, content: data.content ?? '', attachments, embeds, components: withIds(data.components), flags, application_id: world.bot.id, ...(reference && { message_reference: reference }), ...more };
}

function add(message, more = {}) {
  const record = { message, only: message.flags & EPHEMERAL ? person.user.id : null, ...more };
  records.set(message.id, record);
  emit('message', record);
  return record;
}

export function remove(record) {
  records.delete(record.message.id);
  emit('delete', record);
}

/** Carries out what the bot answered to an interaction. `source` is the record it came from, `used` the command's shown name. */
async function carryOut(exchange, where, more) {
  const record = await shown(exchange, where, more);
  if (/^\d+$/.test(exchange.then ?? '')) await follow(exchange.then, more.source ?? record);
}

/** What the bot does after its answer: a message in another channel, or the answer replaced. */
async function follow(number, record) {
  const given = await fetch(`/api/after/${number}`);
  if (!given.ok) return;
  const { post: id, edit, body } = await given.json();
  const where = world.channels.find((c) => c.id === id);
  if (where) add(await botMessage(where, body));
  if (edit && records.has(record?.message.id)) {
    const { attachments, embeds } = await resolve(body);
    record.message = { ...record.message, content: body.content ?? '', embeds, attachments, components: withIds(body.components) };
    emit('update', record);
  }
}

async function shown(exchange, where, { source, used, metadata, question }) {
  const { request, response, files, took } = exchange;
  const raw = { request, response, took, question };
  switch (response.type) {
    case 4: case 5: {
      const data = response.type === 5 ? { flags: response.data?.flags } : response.data;
      const reference = source && !used ? { message_id: source.message.id } : undefined;
      const message = await botMessage(where, { ...data, message_reference: reference }, files, { ...(used && { type: 20 }), interaction_metadata: { id: request.id, user: person.user, authorizing_integration_owners: {}, ...metadata } });
      return add(message, { raw, used, by: person.user, thinking: response.type === 5 });
    }
    case 7: {
      const data = response.data ?? {};
      const before = source.message;
      const { attachments, embeds } = await resolve({ embeds: before.embeds, ...data }, files, before.attachments);
      source.message = {
        ...before, content: data.content ?? before.content, embeds, attachments: data.attachments ? attachments : before.attachments,
        components: data.components ? withIds(data.components) : before.components, edited_timestamp: new Date().toISOString(),
      };
      source.raw = raw;
      return emit('update', source);
    }
    case 9: return emit('modal', response.data, { source, raw });
    // Type 6 changes nothing by itself; the bot may remove the message afterwards.
    default: return exchange.then === 'delete-original' && source ? remove(source) : undefined;
  }
}

const isFreeText = (command, name) => (command.options ?? []).some((o) => o.name === name && o.type === 3 && !o.autocomplete && !o.choices);

/** Runs a slash command or a command of the message menu. */
export async function run(command, { shown, options = [], resolved, target }) {
  const where = channel;
  const data = { id: command.id ?? '1', name: command.name, type: command.type ?? 1, ...(where.kind !== 'dm' && { guild_id: world.guild.id }) };
  if (target) Object.assign(data, { target_id: target.message.id, resolved: { messages: { [target.message.id]: target.message } } });
  else Object.assign(data, { options, ...(resolved && { resolved }) });
  const waiting = setTimeout(() => emit('typing', where, true), 150);
  const exchange = await post('/api/interactions', interaction(2, data, where));
  clearTimeout(waiting);
  emit('typing', where, false);
  const used = shown;
  if (exchange.failed) {
    add({ ...blank(where, world.bot), type: 20, flags: EPHEMERAL }, { raw: exchange, used, by: person.user, failed: true });
    return;
  }
  const metadata = { type: 2, name: command.name, command_type: data.type, ...(target && { target_message_id: target.message.id }) };
  const question = target?.message.content ?? options.find((o) => typeof o.value === 'string' && isFreeText(command, o.name))?.value;
  await carryOut(exchange, where, { used, metadata, question });
}

/** Choices for the option being typed. */
export async function complete(command, options) {
  const exchange = await post('/api/interactions', interaction(4, { id: '1', name: command.name, type: 1, options }, channel));
  return exchange.failed || exchange.response?.type !== 8 ? [] : exchange.response.data.choices;
}

/** Why a question was answered as it was; null when that cannot be told. */
export async function why(text) {
  const exchange = await post('/api/why', { text });
  return exchange.failed ? null : exchange.response;
}

/** Presses a button or chooses from a menu. */
export async function press(record, component, values, resolved) {
  const where = channel;
  record.busy = component.custom_id;
  record.error = false;
  emit('update', record);
  const data = { id: component.id, custom_id: component.custom_id, component_type: component.type, ...(values && { values }), ...(resolved && { resolved }) };
  const exchange = await post('/api/interactions', interaction(3, data, where, record.message));
  record.busy = null;
  if (exchange.failed) { record.error = true; record.raw = exchange; }
  else await carryOut(exchange, where, { source: record, metadata: { type: 3, interacted_message_id: record.message.id } });
  if (records.has(record.message.id)) emit('update', record);
}

/** Sends a modal's values; false when it failed. */
export async function submit(modal, values, { source }) {
  const where = channel;
  const components = modal.components.map((row) => ({ type: 1, components: row.components.map((c) => ({ type: 4, custom_id: c.custom_id, value: values[c.custom_id] ?? '' })) }));
  const exchange = await post('/api/interactions', interaction(5, { custom_id: modal.custom_id, components }, where, source?.message));
  if (exchange.failed) return false;
  await carryOut(exchange, where, { source, metadata: { type: 5, triggering_interaction_metadata: { id: snowflake(), type: source ? 3 : 2, user: person.user, authorizing_integration_owners: {}, ...(source ? { interacted_message_id: source.message.id } : { name: '', command_type: 1 }) } } });
  return true;
}

/** Sends a plain message, and shows what the bot says to it, if anything. */
export async function say(text, replyTo) {
  const where = channel;
  const content = toWire(text);
  const mentioned = [...content.matchAll(/<@!?(\d+)>/g)].map((m) => userOf(m[1])).filter(Boolean);
  if (replyTo && replyTo.message.author.id !== person.user.id) mentioned.push(replyTo.message.author);
  const mentions = [...new Map(mentioned.map((u) => [u.id, u])).values()];
  const reference = replyTo && { message_id: replyTo.message.id, channel_id: where.id, ...(!isDirect(where) && { guild_id: world.guild.id }) };
  const message = { ...blank(where, person.user), content, mentions, ...(replyTo && { type: 19, message_reference: reference, referenced_message: replyTo.message }) };
  if (!isDirect(where)) { const { user, ...rest } = member(person); Object.assign(message, { guild_id: world.guild.id, member: rest }); }
  const record = add(message);
  const addressed = isDirect(where) || mentions.some((u) => u.id === world.bot.id);
  const waiting = addressed && setTimeout(() => emit('typing', where, true), 150);
  const exchange = await post('/api/messages', message);
  clearTimeout(waiting);
  emit('typing', where, false);
  const question = content.replace(/<[@#][^>]*>/g, ' ').trim();
  record.raw = { ...exchange, question };
  emit('update', record);
  if (exchange.failed || exchange.response === null) return;
  const answer = await botMessage(where, exchange.response, exchange.files);
  add(answer, { raw: { request: exchange.request, response: exchange.response, took: exchange.took, question } });
}

const names = () => [world.bot, ...world.people.map((p) => p.user)].sort((a, b) => shownName(b).length - shownName(a).length);
/** `@name` and `#name` as they are typed become `<@id>` and `<#id>` as they are sent. */
function toWire(text) {
  let wire = text;
  for (const user of names()) wire = wire.replaceAll(`@${shownName(user)}`, `<@${user.id}>`);
  for (const c of world.channels.filter((c) => c.kind !== 'dm')) wire = wire.replaceAll(new RegExp(`(^|\\s)#${c.name}(?=\\s|$)`, 'g'), `$1<#${c.id}>`);
  return wire;
}
