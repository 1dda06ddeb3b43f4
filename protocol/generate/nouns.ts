import type { Op } from '../op.ts'
import type { Ops } from './ops.ts'

/** What the commands of each noun are about. */
const NOUNS: Readonly<Record<string, string>> = {
  guests: 'Users who come in with a name alone.',
  lobby: 'The room that is there from the first start on.',
  me: 'The caller’s own user.',
  users: 'Who people are.',
  tickets: 'Words that open one socket or event stream each.',
  rooms: 'Where people talk: dm, group, public and announcement.',
  members: 'Who is in a room, and in which role.',
  messages: 'What is said, its edits, and search.',
  receipts: 'What was read and received, and what is unread.',
  threads: 'What is said below a message.',
  reactions: 'Emoji on messages.',
  mentions: 'Messages that name the caller.',
  pins: 'Messages that a room keeps in sight.',
  preferences: 'The caller’s own way with a room.',
  invitations: 'Ways into a room.',
  typing: 'Who is typing just now.',
  presence: 'Who is there just now.',
  tokens: 'Tokens for an app’s users.',
  keys: 'Keys of the management port.',
  statistics: 'How many there are of what.',
  batch: 'Many commands at once.',
}

export const nounOf = (name: string): string => name.split('.')[0] ?? name

/** The nouns of a table, as the tags of a document. */
export const tagsOf = (ops: Ops): { readonly name: string; readonly description: string }[] =>
  [...new Set(Object.keys(ops).map(nounOf))].map((name) => {
    const description = NOUNS[name]
    if (description === undefined) throw new Error(`nobody says what ${name} is about`)
    return { name, description }
  })

/** What whoever calls a command should know beside its fields. */
export function describe(name: string, { summary, asker, scope, once, cost }: Op): string {
  const sentences = [
    `${summary}.`,
    ...(asker === 'app' ? [] : [`On the socket: the command \`${name}\`.`]),
    ...(scope === undefined ? [] : [`The key needs the scope \`${scope}\`.`]),
    ...(cost === undefined ? [] : [`Counts as ${cost} commands of the rate.`]),
    once
      ? 'Where no answer came, look whether it happened before you send it again.'
      : 'Where no answer came, it may be sent again.',
  ]
  return sentences.join(' ')
}
