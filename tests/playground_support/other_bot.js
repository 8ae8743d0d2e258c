// Answers the page in place of the server, with what our bot may not send: files, link buttons, menus of several, modals.
window.fetch = async (path, { body: sent }) => {
  if (path !== '/api/interactions') return new Response('{}', { headers: { 'content-type': 'application/json' } });
  const { type, data } = window.sent = JSON.parse(sent);
  const json = (body) => new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
  const input = (custom_id, label, style) => ({ type: 1, components: [{ type: 4, custom_id, label, style, required: style === 1 }] });
  if (type === 5) return json({ type: 4, data: { content: `受け取りました：${data.components[0].components[0].value}`, flags: 64 } });
  if (data.custom_id === 'open') return json({ type: 9, data: { custom_id: 'modal', title: '時給', components: [input('rate', '時給（円）', 1), input('note', 'メモ', 2)] } });
  if (type === 3) return json({ type: 6 });
  const canvas = Object.assign(document.createElement('canvas'), { width: 60, height: 40 });
  canvas.getContext('2d').fillRect(0, 0, 60, 40);
  const payload = {
    type: 4,
    data: {
      content: '', flags: 0, embeds: [{ title: '比較', color: 0x2f807a, image: { url: 'attachment://radar.png' } }],
      attachments: [{ id: 0, filename: 'radar.png', description: 'レーダーチャート' }, { id: 1, filename: 'memo.txt' }],
      components: [
        { type: 1, components: [{ type: 2, style: 1, label: '入力', custom_id: 'open' }, { type: 2, style: 5, label: 'サイト', url: 'https://example.jp/' }, { type: 2, style: 4, label: '無効', custom_id: 'no', disabled: true }] },
        { type: 1, components: [{ type: 3, custom_id: 'menu', placeholder: '優先', min_values: 1, max_values: 2, options: ['a', 'b', 'c'].map((value) => ({ label: value, value })) }] },
      ],
    },
  };
  const form = new FormData();
  form.append('payload_json', new Blob([JSON.stringify(payload)], { type: 'application/json' }));
  form.append('files[0]', await new Promise((done) => { canvas.toBlob(done); }), 'radar.png');
  form.append('files[1]', new Blob(['memo'], { type: 'text/plain' }), 'memo.txt');
  return new Response(form);
};
0;
