import type { CommandName } from '../commands.ts'
import type { ManagementName } from '../management.ts'
import type { Op } from '../op.ts'
import type { Ops } from './ops.ts'

type NounIn<N extends string> = N extends `${infer Noun}.${string}` ? Noun : N
type Noun = NounIn<CommandName | ManagementName>

/** The descriptions of the nouns, which are the tags of the documents. */
const NOUNS: Readonly<Record<Noun, string>> = {
  guests: 'Users who sign in with a name only.',
  accounts: 'Users who sign in with a handle and a password.',
  emails: 'E-mail addresses of accounts.',
  passwords: 'Passwords that were forgotten.',
  sessions: 'Sign-ins on devices, and their tokens.',
  secondFactors: 'Codes of an authenticator app, which a sign-in needs, too.',
  recoveryCodes: 'Codes for users who lost their authenticator app.',
  passkeys: 'Passkeys, which sign a user in without a password.',
  links: 'Links that can be used once, to sign up or to set a password.',
  reports: 'Reports of messages and users to the staff.',
  audit: 'The log of the acts of staff.',
  wordLists: 'Words that are refused, masked or flagged in messages of the whole server.',
  roomWordLists: 'Words that are refused, masked or flagged in messages of a room.',
  identities: 'Sign-in at providers of OpenID Connect.',
  server: 'The ways in that the operator allows.',
  lobby: 'The public room that exists from the first start on.',
  me: 'The caller’s own user.',
  users: 'The identities of people, guests and bots.',
  quotas: 'How much a user can have, and cause in a day.',
  tickets: 'Credentials that open one socket or event stream.',
  rooms: 'Conversations of the types dm, group, public and announcement.',
  members: 'The users in a room, with their roles.',
  messages: 'Messages, their versions, and search.',
  serverMessages: 'Messages of a user in all rooms.',
  receipts: 'Read and delivered pointers, and unread messages.',
  threads: 'The replies to a message.',
  reactions: 'Emoji on messages.',
  mentions: 'Messages that mention the caller.',
  pins: 'The pinned messages of a room.',
  permissions: 'Why a user may use a command, or may not.',
  preferences: 'The caller’s own settings for a room.',
  invitations: 'Invitations to a room, for one user or by a code.',
  blocks: 'Users whom the caller has blocked.',
  sanctions: 'Bans and mutes in a room, and those of the caller.',
  erasures: 'Permanent erasures of users.',
  exports: 'Copies of all data of a user, as a ZIP file.',
  legalHolds: 'Users and rooms of which nothing is erased for now.',
  serverSanctions: 'Bans and mutes on the whole server.',
  joinRequests: 'Requests to join a room, which its staff answer.',
  requests: 'Requests of users to talk to the caller, and those of the caller.',
  consent: 'Who may reach the caller.',
  typing: 'The users who are typing now.',
  presence: 'Whether users are online.',
  tokens: 'Tokens for the app’s users.',
  keys: 'API keys of the management port.',
  statistics: 'Counts of users, rooms and messages.',
  jobs: 'Background work, which survives a restart.',
  batch: 'Many commands at once.',
}

const isNoun = (name: string): name is Noun => Object.hasOwn(NOUNS, name)

export const nounOf = (name: string): string => name.split('.')[0] ?? name

/** The tags of a document: the nouns of a table's commands. */
export const tagsOf = (ops: Ops): { readonly name: string; readonly description: string }[] =>
  [...new Set(Object.keys(ops).map(nounOf))].map((name) => {
    if (!isNoun(name)) throw new Error(`NOUNS has no description of ${name}: add one`)
    return { name, description: NOUNS[name] }
  })

/** The description of a command, beside its fields. */
export function describe(name: string, { summary, asker, scope, once, cost }: Op): string {
  const sentences = [
    `${summary}.`,
    ...(asker === 'app' ? [] : [`On the socket: the command \`${name}\`.`]),
    ...(scope === undefined ? [] : [`The key needs the scope \`${scope}\`.`]),
    ...(cost === undefined ? [] : [`It counts as ${cost} commands of the rate.`]),
    once
      ? 'If no answer arrives, check whether it was carried out before you repeat it.'
      : 'If no answer arrives, it can be repeated.',
  ]
  return sentences.join(' ')
}
