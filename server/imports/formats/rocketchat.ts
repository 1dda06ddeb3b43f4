import * as z from 'zod'
import { documentsOf } from '../bson-file.ts'
import type { Item } from '../item.ts'
import { BadImport, type Omissions } from '../omissions.ts'
import type { SourceFile } from '../zip.ts'
import { type Format, UNKNOWN_FORM } from './format.ts'

/** Ids are texts, or ObjectIds in old rooms. */
const Id = z.preprocess((id) => (typeof id === 'object' && id !== null ? `${id}` : id), z.string())
const At = z.date().transform((date) => date.getTime())
const User = z.object({
  _id: Id,
  username: z.string().nullish(),
  name: z.string().nullish(),
  type: z.string().nullish(),
  __rooms: z.array(z.string()).nullish(),
})
const Room = z.object({
  _id: Id,
  t: z.string(),
  name: z.string().nullish(),
  fname: z.string().nullish(),
  topic: z.string().nullish(),
  archived: z.boolean().nullish(),
  ro: z.boolean().nullish(),
  uids: z.array(z.string()).nullish(),
  usernames: z.array(z.string()).nullish(),
})
const Subscription = z.object({
  rid: z.string(),
  u: z.object({ _id: Id }),
  roles: z.array(z.string()).nullish(),
})
const Attachment = z.object({
  description: z.string().nullish(),
  message_link: z.string().nullish(),
})
const Message = z.object({
  _id: Id,
  rid: z.string(),
  msg: z.string().nullish(),
  ts: At,
  u: z.object({ _id: Id }),
  t: z.string().nullish(),
  tmid: z.string().nullish(),
  tshow: z.boolean().nullish(),
  editedAt: At.nullish(),
  _hidden: z.boolean().nullish(),
  file: z.unknown().optional(),
  files: z.array(z.object({ typeGroup: z.string().nullish() })).nullish(),
  attachments: z.array(Attachment).nullish(),
  reactions: z.record(z.string(), z.object({ usernames: z.array(z.string()) })).nullish(),
})
type Room = z.infer<typeof Room>
type Message = z.infer<typeof Message>

const ROOMS = 'rocketchat_room.bson'
const MESSAGES = 'rocketchat_message.bson'
/** A reply with a quote begins with an empty link to the message. */
const QUOTE = /^\[ ?\]\([^)\s]*[?&]msg=(\w+)[^)\s]*\)\s*/

/** The folder that mongodump wrote: Rocket.Chat has no export of a whole server. */
export const rocketchat: Format = async function* ({ files, omissions }) {
  const named = (name: string) => files.find((file) => `/${file.name}`.endsWith(`/${name}`))
  const [users, rooms, messages] = [named('users.bson'), named(ROOMS), named(MESSAGES)]
  if (users === undefined || rooms === undefined || messages === undefined)
    throw new BadImport(
      `there is no users.bson, ${ROOMS} and ${MESSAGES}: give the folder that mongodump wrote, without --gzip`,
    )
  // First, because they have the roles, which the lists of users do not have.
  const memberships = named('rocketchat_subscription.bson')
  if (memberships !== undefined)
    for await (const { rid, u, roles } of entriesOf(memberships, Subscription, omissions))
      yield { type: 'member', room: rid, user: u._id, role: roleOf(roles ?? []) }
  const ids = new Map<string, string>()
  for await (const user of entriesOf(users, User, omissions)) {
    const { _id: id, username, name, type, __rooms } = user
    if (username) ids.set(username, id)
    const [handle, bot] = [username ?? undefined, type === 'bot' || type === 'app']
    yield { type: 'user', id, name: name || username || id, handle, bot }
    for (const room of __rooms ?? []) yield { type: 'member', room, user: id }
  }
  for await (const room of entriesOf(rooms, Room, omissions)) yield* roomOf(room, ids, omissions)
  for await (const message of entriesOf(messages, Message, omissions))
    if (isSaid(message, omissions)) yield itemOf(message, ids)
}

const roleOf = (roles: readonly string[]) =>
  roles.includes('owner') ? 'owner' : roles.includes('moderator') ? 'moderator' : 'member'

function* roomOf(
  room: Room,
  ids: ReadonlyMap<string, string>,
  omissions: Omissions,
): Generator<Item> {
  const { _id: id, t, name, fname, topic, archived, ro, uids, usernames } = room
  if (t !== 'c' && t !== 'p' && t !== 'd')
    return omissions.add('it is a conversation with visitors of a website', id)
  const more = { topic: topic ?? undefined, archived: archived === true }
  if (t === 'd') {
    const people = uids ?? (usernames ?? []).flatMap((username) => ids.get(username) ?? [])
    const kind = people.length === 2 ? 'dm' : 'group'
    yield {
      type: 'room',
      id,
      kind,
      name: (usernames ?? []).join(', ') || 'Direct messages',
      ...more,
    }
    for (const user of people) yield { type: 'member', room: id, user }
  } else {
    const kind = t === 'p' ? 'group' : ro === true ? 'announcement' : 'public'
    yield { type: 'room', id, kind, name: fname || name || id, ...more }
  }
}

function isSaid({ _id: id, t, _hidden, ...message }: Message, omissions: Omissions): boolean {
  const count = message.files?.filter(({ typeGroup }) => typeGroup !== 'thumb').length
  const files = count ?? (message.file == null ? 0 : 1)
  const reason =
    _hidden === true
      ? 'it is a text before an edit, or was deleted'
      : t != null
        ? `it is a message of Rocket.Chat itself (${t})`
        : undefined
  if (reason !== undefined) omissions.add(reason, id)
  else if (files > 0) omissions.add('files are not imported', id, files)
  return reason === undefined
}

function itemOf(message: Message, ids: ReadonlyMap<string, string>): Item {
  const { _id: id, rid, msg, ts, u, tmid, tshow, editedAt, attachments, reactions } = message
  const [quote, replyTo] = QUOTE.exec(msg ?? '') ?? ['']
  const captions = (attachments ?? []).flatMap(({ description }) => description || [])
  return {
    type: 'message',
    id,
    room: rid,
    sender: u._id,
    at: ts,
    text: (msg ?? '').slice(quote.length) || captions.join('\n'),
    thread: tmid ?? undefined,
    inRoom: tshow === true,
    replyTo,
    editedAt: editedAt ?? undefined,
    reactions: Object.entries(reactions ?? {}).flatMap(([emoji, { usernames }]) =>
      // A name that nobody has now is reported as a user in no list.
      usernames.map((username) => ({ emoji, user: ids.get(username) ?? username })),
    ),
  }
}

async function* entriesOf<T>(
  file: SourceFile,
  schema: z.ZodType<T>,
  omissions: Omissions,
): AsyncGenerator<T> {
  let i = -1
  for await (const value of documentsOf(file, omissions)) {
    i++
    const entry = schema.safeParse(value)
    if (entry.success) yield entry.data
    else omissions.add(UNKNOWN_FORM, `${file.name} [${i}]`)
  }
}
