import * as z from 'zod'
import type { Item } from '../item.ts'
import { BadImport, type Omissions } from '../omissions.ts'
import { jsonOf, parsed } from '../source-file.ts'
import type { SourceFile } from '../zip.ts'
import { type Format, NO_JSON, UNKNOWN_FORM } from './format.ts'
import { zulipText } from './zulip-text.ts'

const Id = z.int()
const User = z.object({ id: Id, full_name: z.string(), is_bot: z.boolean().optional() })
const Stream = z.object({
  id: Id,
  name: z.string(),
  description: z.string().nullish(),
  invite_only: z.boolean().nullish(),
  deactivated: z.boolean().nullish(),
})
/** `type`: 1 is a user who receives direct messages, 2 a channel, 3 a group of people. */
const Recipient = z.object({ id: Id, type: z.int(), type_id: Id })
const Subscription = z.object({
  recipient: Id,
  user_profile: Id,
  active: z.boolean().optional(),
  role: z.int().optional(),
})
const Reaction = z.object({ message: Id, user_profile: Id, emoji_name: z.string() })
const Message = z.object({
  id: Id,
  sender: Id,
  recipient: Id,
  subject: z.string(),
  content: z.string(),
  /** In seconds. */
  date_sent: z.number(),
  last_edit_time: z.number().nullish(),
  edit_history: z.string().nullish(),
})
const History = z.array(z.object({ timestamp: z.number(), prev_content: z.string().optional() }))
type Message = z.infer<typeof Message>
type Reaction = z.infer<typeof Reaction>

const USERS = [
  'zerver_userprofile',
  'zerver_userprofile_mirrordummy',
  'zerver_userprofile_crossrealm',
]
/** The role of those who administer a channel. */
const CHANNEL_ADMIN = 20

/** The unpacked folder of an export of an organization. A topic becomes a thread, whose root is its first message. */
export const zulip: Format = async function* ({ files, omissions }) {
  const realmFile = files.find(({ name }) => /(?:^|\/)realm\.json$/.test(name))
  const messageFiles = files.filter(({ name }) => /(?:^|\/)messages-\d+\.json$/.test(name))
  if (realmFile === undefined || messageFiles.length === 0)
    throw new BadImport(
      'there is no realm.json and messages-000001.json: unpack the export of Zulip, and give its folder',
    )
  const realm = z.record(z.string(), z.unknown()).safeParse(await jsonOf(realmFile)).data
  if (realm === undefined) throw new BadImport(`${realmFile.name}: is damaged: export it again`)
  const uploads = files.filter(({ name }) => /(?:^|\/)uploads\/(?!records\.json)/.test(name))
  if (uploads.length > 0)
    omissions.add('files are not imported', uploads[0]?.name ?? '', uploads.length)
  const list = <T>(table: string, schema: z.ZodType<T>) =>
    entries(realm[table], table, schema, omissions)
  for (const table of USERS)
    for (const { id, full_name: name, is_bot } of list(table, User))
      yield { type: 'user', id: `${id}`, name, handle: name, bot: is_bot === true }
  const rooms = new Rooms(list('zerver_recipient', Recipient))
  yield* rooms.items(list('zerver_stream', Stream), list('zerver_subscription', Subscription))
  const reactions = Map.groupBy(list('zerver_reaction', Reaction), ({ message }) => message)
  const roots = new Map<string, Message>()
  for (const file of messageFiles)
    for (const message of await messagesOf(file, undefined)) {
      const topic = topicOf(message)
      const root = roots.get(topic)
      if (rooms.isChannel(message) && (root === undefined || isBefore(message, root)))
        roots.set(topic, message)
    }
  for (const file of messageFiles)
    for (const message of await messagesOf(file, omissions)) {
      const room = rooms.roomOf(message)
      if (room === undefined) omissions.add('its recipient is in no list', `${message.id}`)
      if (room === undefined) continue
      yield* room.items
      const root = roots.get(topicOf(message))?.id
      yield itemOf(message, room.id, root, reactions.get(message.id) ?? [])
    }
}

/** Which room a message is in: direct messages name only who receives them. */
class Rooms {
  readonly #recipients: ReadonlyMap<number, z.infer<typeof Recipient>>
  readonly #pairs = new Set<string>()

  constructor(recipients: readonly z.infer<typeof Recipient>[]) {
    this.#recipients = new Map(recipients.map((recipient) => [recipient.id, recipient]))
  }

  *items(
    streams: readonly z.infer<typeof Stream>[],
    subscriptions: readonly z.infer<typeof Subscription>[],
  ): Generator<Item> {
    for (const { id, name, description, invite_only, deactivated } of streams) {
      const kind = invite_only === true ? 'group' : 'public'
      const more = { topic: description ?? undefined, archived: deactivated === true }
      yield { type: 'room', id: `stream ${id}`, kind, name, ...more }
    }
    const members = Map.groupBy(
      subscriptions.filter(({ active }) => active !== false),
      ({ recipient }) => recipient,
    )
    for (const { id, type, type_id } of this.#recipients.values()) {
      if (type !== 2 && type !== 3) continue
      const room = type === 2 ? `stream ${type_id}` : `group ${type_id}`
      const people = members.get(id) ?? []
      const kind = people.length === 2 ? 'dm' : 'group'
      if (type === 3) yield { type: 'room', id: room, kind, name: 'Direct messages' }
      for (const { user_profile, role } of people) {
        const as = role === CHANNEL_ADMIN ? 'admin' : 'member'
        yield { type: 'member', room, user: `${user_profile}`, role: as }
      }
    }
  }

  isChannel({ recipient }: Message): boolean {
    return this.#recipients.get(recipient)?.type === 2
  }

  /** `items`: the room and its members, if this is its first message and no list has it. */
  roomOf({ recipient, sender }: Message): { id: string; items: readonly Item[] } | undefined {
    const { type, type_id } = this.#recipients.get(recipient) ?? {}
    if (type === 2) return { id: `stream ${type_id}`, items: [] }
    if (type === 3) return { id: `group ${type_id}`, items: [] }
    if (type !== 1 || type_id === undefined) return undefined
    const people = [...new Set([sender, type_id])].sort((a, b) => a - b)
    const id = `direct ${people.join(' ')}`
    if (this.#pairs.has(id)) return { id, items: [] }
    this.#pairs.add(id)
    const kind = people.length === 2 ? 'dm' : 'group'
    const members = people.map((user): Item => ({ type: 'member', room: id, user: `${user}` }))
    return { id, items: [{ type: 'room', id, kind, name: 'Direct messages' }, ...members] }
  }
}

/** Topics are the same with other capitals. */
const topicOf = ({ recipient, subject }: Message): string => `${recipient} ${subject.toLowerCase()}`
const isBefore = (a: Message, b: Message): boolean =>
  a.date_sent < b.date_sent || (a.date_sent === b.date_sent && a.id < b.id)

function itemOf(
  message: Message,
  room: string,
  root: number | undefined,
  reactions: readonly Reaction[],
): Item {
  const { id, sender, subject, content, date_sent, last_edit_time, edit_history } = message
  const at = Math.round(date_sent * 1000)
  const isRoot = root === id
  const text = zulipText(content)
  return {
    type: 'message',
    id: `${id}`,
    room,
    sender: `${sender}`,
    at,
    // A thread has no name of its own, so its first message says the topic.
    text: isRoot && subject !== '' ? `**${subject}**\n${text}` : text,
    thread: root === undefined || isRoot ? undefined : `${root}`,
    editedAt: last_edit_time == null ? undefined : Math.round(last_edit_time * 1000),
    versions: versionsOf(edit_history, at),
    reactions: reactions.map(({ emoji_name, user_profile }) => ({
      emoji: `:${emoji_name}:`,
      user: `${user_profile}`,
    })),
  }
}

/** The history has the texts before each edit, the newest first. A text is of the edit before it. */
function versionsOf(history: string | null | undefined, sentAt: number) {
  const edits = History.safeParse(parsed(history ?? '[]')).data ?? []
  let at = sentAt
  return edits.toReversed().flatMap(({ timestamp, prev_content: before }) => {
    if (before === undefined) return []
    const version = { text: zulipText(before), at }
    at = timestamp * 1000
    return [version]
  })
}

async function messagesOf(file: SourceFile, omissions: Omissions | undefined): Promise<Message[]> {
  const content = z
    .object({ zerver_message: z.array(z.unknown()) })
    .safeParse(await jsonOf(file)).data
  if (content === undefined) omissions?.add(NO_JSON, file.name)
  return entries(content?.zerver_message, file.name, Message, omissions)
}

/** The valid entries of a table. A table that is not there has none. */
function entries<T>(
  table: unknown,
  where: string,
  schema: z.ZodType<T>,
  omissions: Omissions | undefined,
): T[] {
  if (table === undefined) return []
  const list = Array.isArray(table) ? table : [table]
  return list.flatMap((value, i) => {
    const entry = schema.safeParse(value)
    if (!entry.success) omissions?.add(UNKNOWN_FORM, `${where} [${i}]`)
    return entry.success ? [entry.data] : []
  })
}
