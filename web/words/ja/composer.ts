import type { AppWords } from '../en.ts'
import { plural } from '../plural.ts'

export const composer: AppWords['composer'] = {
  replyTo: '{name}さんに返信',
  cancelReply: 'このメッセージへの返信をやめる',
  askDiscard: 'このメッセージの変更を破棄しますか？',
  goOn: '編集を続ける',
  people: 'メンションできる人',
  everyone: 'このルームの全員',
  online: 'オンラインの全員',
  emojis: '絵文字',
  bytesLeft: plural({ other: '残り{n}文字' }),
  tooLong: plural({ other: '{n}文字超過しています。送信するには短くしてください' }),
  pasteTooLong: '文章が1件のメッセージには長すぎます。先頭部分を貼り付けますか？',
  pasteBeginning: '先頭部分を貼り付け',
  noPaste: '貼り付けない',
  offline: plural({ other: '接続されていません。{n}秒後に再接続します。' }),
  trying: '接続されていません。再接続中…',
  now: '今すぐ再接続',
  waiting: plural({ other: '{n}件のメッセージが送信待ちです。' }),
  slow: plural({ other: '低速モード：{n}秒後に次のメッセージを送信できます。' }),
  notKept: 'このブラウザーでは下書きを保存できません。ページを閉じると、入力した内容は失われます。',
}
