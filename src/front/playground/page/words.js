// The page's own words, as Discord's Japanese and English clients put them. What the bot says comes from the bot.

const WORDS = {
  ja: {
    skip: '入力欄へ', channels: 'チャンネル', textChannels: 'テキストチャンネル', directMessages: 'ダイレクトメッセージ',
    openMenu: 'チャンネル一覧を開く', inspector: 'JSONを見る', close: '閉じる', send: '送信', messages: 'メッセージ',
    talkTopic: '話しかけるには / か @ を使います', faqTopic: '質問を書くだけで、答えられるものに答えます', dmTopic: '何でも聞いてみてください',
    talkIntro: 'ここは普通の雑談チャンネルです。ボットは / コマンドか @メンション で呼びます。',
    faqIntro: 'ここはFAQチャンネルです。呼ばなくても、確かに答えられる質問にだけボットが答えます。',
    noCooldown: (seconds) => `続けて試せるように、ここでは答えたあとの休み（ふだんは${seconds}秒）がありません。`,
    tooLong: (most, over) => `メッセージは${most.toLocaleString()}文字までです。${over.toLocaleString()}文字多いので、短くすると送れます。`,
    dmIntro: 'ボットとの1対1の会話です。書いたことには必ず返事があります。',
    welcome: (name) => `#${name}へようこそ！`, welcomeDm: (name) => `${name}との会話`, tryIt: '試してみる',
    placeholder: (name) => `#${name}へメッセージを送信`, placeholderDm: (name) => `@${name}へメッセージを送信`,
    speakAs: '話す人', admin: '管理者', theme: 'テーマ', dark: 'ダーク', light: 'ライト', language: '言語',
    app: 'アプリ', you: 'あなた', commands: 'コマンド', people: 'メンバー', noCommand: '一致するコマンドはありません', noOption: '一致する候補はありません',
    optional: 'オプション', addOption: 'オプションを追加', required: '必須', cancelCommand: 'コマンドをやめる', removeOption: (name) => `${name}を外す`,
    mustFill: 'この項目は必須です。値を入力してください。', mustChoose: '候補から選んでください。', mustNumber: '数値を入力してください。', mustWhole: '整数を入力してください。',
    range: (low, high) => `${low}〜${high}の値を入力してください。`, yes: 'はい（True）', no: 'いいえ（False）',
    used: (who, command) => [who, 'が', command, 'を使用しました'], ephemeral: 'これらはあなただけに表示されています', dismiss: 'メッセージを削除',
    edited: '（編集済）', thinking: '考え中…', typing: (who) => `${who}が入力中…`, noResponse: 'アプリケーションが応答しませんでした', interactionFailed: 'インタラクションに失敗しました',
    actions: 'その他', reply: '返信', replyingTo: (who) => `${who}に返信中`, copyText: 'テキストをコピー', apps: 'アプリ', showJson: 'JSONを見る', copied: 'コピーしました', deleteMessage: 'メッセージを削除',
    gone: '元のメッセージは削除されました', attachment: '添付ファイル', openImage: '画像を大きく表示', makeChoice: '選択してください', cancel: 'キャンセル', submit: '送信', chosen: (n) => `${n}件を選択中`,
    today: '今日', response: 'ボットの返事', request: '送ったもの', why: '選んだ理由', copy: 'コピー', noSelection: 'メッセージの「JSONを見る」を押すと、ここに表示されます。', noReply: '返事はありませんでした（ボットは黙ることを選びました）。',
    milliseconds: (n) => `${n}ミリ秒`, sent: '送信時', problems: (n) => `データに誤りが${n}件あります。直すまで前のデータで答えます。`, swapped: '新しいデータに切り替えました。', offline: '接続が切れました。`fukugyo playground` が動いているか確かめてください。',
    ifAddressed: '話しかけられたら', ifUnaddressed: '話しかけられていなければ', decision_answer: '答える', decision_suggest: '候補を出す', decision_silent: '黙る', score: 'スコア', coverage: '質問の語の一致', foundWords: '当たった語', matched: '近い言い方', noCandidates: '候補はありませんでした。',
    opensNewTab: '新しいタブで開きます', spoiler: 'ネタバレを表示', theBot: 'ボット', local: 'この端末の中だけで動いています', more: (n) => `ほか${n}件`,
  },
  en: {
    skip: 'Skip to the input', channels: 'Channels', textChannels: 'Text channels', directMessages: 'Direct messages',
    openMenu: 'Open the channel list', inspector: 'View JSON', close: 'Close', send: 'Send', messages: 'Messages',
    talkTopic: 'Call the bot with / or @', faqTopic: 'Just ask: what can be answered is answered', dmTopic: 'Ask anything',
    talkIntro: 'An ordinary channel. Call the bot with a / command or an @mention.',
    faqIntro: 'A FAQ channel. The bot answers the questions it is sure about without being called.',
    noCooldown: (seconds) => `So that you can try one after the other, there is no pause after an answer here (usually ${seconds} seconds).`,
    tooLong: (most, over) => `A message has at most ${most.toLocaleString()} characters. This one is ${over.toLocaleString()} too long to be sent.`,
    dmIntro: 'You and the bot alone. Everything you write gets an answer.',
    welcome: (name) => `Welcome to #${name}!`, welcomeDm: (name) => `Your conversation with ${name}`, tryIt: 'Try it',
    placeholder: (name) => `Message #${name}`, placeholderDm: (name) => `Message @${name}`,
    speakAs: 'Speak as', admin: 'admin', theme: 'Theme', dark: 'Dark', light: 'Light', language: 'Language',
    app: 'APP', you: 'You', commands: 'Commands', people: 'Members', noCommand: 'No command matches', noOption: 'No options match your search',
    optional: 'Options', addOption: 'Add an option', required: 'required', cancelCommand: 'Leave the command', removeOption: (name) => `Remove ${name}`,
    mustFill: 'This option is required. Specify a value.', mustChoose: 'Choose one of the options.', mustNumber: 'Input a valid number.', mustWhole: 'Input a valid integer.',
    range: (low, high) => `Input a value from ${low} to ${high}.`, yes: 'True', no: 'False',
    used: (who, command) => [who, ' used ', command, ''], ephemeral: 'Only you can see this', dismiss: 'Dismiss message',
    edited: '(edited)', thinking: 'is thinking…', typing: (who) => `${who} is typing…`, noResponse: 'The application did not respond', interactionFailed: 'This interaction failed',
    actions: 'More', reply: 'Reply', replyingTo: (who) => `Replying to ${who}`, copyText: 'Copy text', apps: 'Apps', showJson: 'View JSON', copied: 'Copied', deleteMessage: 'Delete message',
    gone: 'Original message was deleted', attachment: 'Attachment', openImage: 'View the image larger', makeChoice: 'Make a selection', cancel: 'Cancel', submit: 'Submit', chosen: (n) => `${n} selected`,
    today: 'Today', response: 'The bot’s reply', request: 'What was sent', why: 'Why', copy: 'Copy', noSelection: 'Press “View JSON” on a message to see it here.', noReply: 'There was no reply: the bot chose to stay silent.',
    milliseconds: (n) => `${n} ms`, sent: 'sent', problems: (n) => `The data has ${n} error(s). Until they are fixed, answers come from the data before.`, swapped: 'New data is in use.', offline: 'Connection lost. Is `fukugyo playground` running?',
    ifAddressed: 'If addressed', ifUnaddressed: 'If not addressed', decision_answer: 'answer', decision_suggest: 'suggest', decision_silent: 'stay silent', score: 'score', coverage: 'words covered', foundWords: 'words', matched: 'phrasing', noCandidates: 'There were no candidates.',
    opensNewTab: 'opens in a new tab', spoiler: 'Show spoiler', theBot: 'bot', local: 'Runs on this machine alone', more: (n) => `${n} more`,
  },
};

export const locale = () => document.documentElement.lang === 'ja' ? 'ja' : 'en-US';

/** The word for this key in the page's language. */
export function t(key, ...args) {
  const word = WORDS[locale() === 'ja' ? 'ja' : 'en'][key];
  return typeof word === 'function' ? word(...args) : word;
}

/** A name or description of a registered command in the page's language. */
export const localised = (thing, field) => thing[`${field}_localizations`]?.[locale()] ?? thing[field];
