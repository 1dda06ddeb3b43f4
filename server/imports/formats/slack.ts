import * as z from 'zod'
import type { Item } from '../item.ts'
import { BadImport } from '../omissions.ts'
import { jsonOf } from '../source-file.ts'
import type { SourceFile } from '../zip.ts'
import { type Format, NO_JSON, type ReadOptions, UNKNOWN_FORM } from './format.ts'
import { slackText } from './slack-text.ts'

const Names = z.object({ display_name: z.string().optional(), real_name: z.string().optional() })
const User = z.object({
  id: z.string(),
  name: z.string().optional(),
  is_bot: z.boolean().optional(),
  real_name: z.string().optional(),
  profile: Names.optional(),
})
const Channel = z.object({
  id: z.string(),
  name: z.string().optional(),
  is_archived: z.boolean().optional(),
  members: z.array(z.string()).optional(),
  topic: z.object({ value: z.string().optional() }).optional(),
})
const Message = z.object({
  type: z.literal('message'),
  subtype: z.string().optional(),
  ts: z.string().regex(/^\d{1,12}\.\d{1,6}$/),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  username: z.string().optional(),
  text: z.string().optional(),
  thread_ts: z.string().optional(),
  edited: z.object({ ts: z.string() }).optional(),
  files: z.array(z.unknown()).optional(),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()) })).optional(),
})
type Channel = z.infer<typeof Channel>

const LISTS = {
  'channels.json': 'public',
  'groups.json': 'group',
  'mpims.json': 'group',
  'dms.json': 'dm',
} as const
/** Messages of people and apps. The other subtypes are joins, topics and the like. */
const SAID = new Set(['bot_message', 'me_message', 'thread_broadcast', 'file_share'])

/** The ZIP of an export of Slack, or its unpacked folder. */
export const slack: Format = async function* ({ files, omissions }) {
  const top = (name: string) => files.find((file) => file.name === name)
  const users = top('users.json')
  if (users === undefined || top('channels.json') === undefined)
    throw new BadImport('there is no users.json and channels.json: give the ZIP that Slack made')
  const [names, inList] = [new Map<string, string>(), new Set<string>()]
  for await (const user of entriesOf(users, User, omissions)) {
    const name = user.profile?.display_name || user.profile?.real_name || user.real_name
    names.set(user.id, user.name || name || user.id)
    inList.add(user.id)
    const item = { id: user.id, name: name || user.name || user.id, handle: user.name }
    yield { type: 'user', ...item, bot: user.is_bot === true }
  }
  const rooms = new Map<string, Channel>()
  for (const [list, kind] of Object.entries(LISTS)) {
    const file = top(list)
    if (file === undefined) continue
    for await (const room of entriesOf(file, Channel, omissions)) {
      rooms.set(room.name ?? room.id, room)
      const item = { id: room.id, kind, name: kind === 'dm' ? undefined : room.name }
      const archived = room.is_archived === true
      yield { type: 'room', ...item, topic: room.topic?.value, archived }
      for (const user of room.members ?? []) yield { type: 'member', room: room.id, user }
    }
  }
  for (const file of files) {
    const [folder = '', name, ...deeper] = file.name.split('/')
    if (name === undefined) continue
    const room = rooms.get(folder)
    if (room === undefined || deeper.length > 0 || !name.endsWith('.json')) {
      omissions.add('the file belongs to no room of the export', file.name)
      continue
    }
    for await (const message of entriesOf(file, Message, omissions))
      yield* itemsOf(message, { room: room.id, names, inList, omissions })
  }
}

type Context = Pick<ReadOptions, 'omissions'> & {
  readonly room: string
  readonly names: Map<string, string>
  readonly inList: Set<string>
}

function* itemsOf(message: z.infer<typeof Message>, at: Context): Generator<Item> {
  const { ts, subtype, files = [], reactions = [], thread_ts: thread } = message
  const { room, names, inList, omissions } = at
  const where = `${room} ${ts}`
  if (subtype !== undefined && !SAID.has(subtype))
    return omissions.add(`it is a message of Slack itself (${subtype})`, where)
  if (files.length > 0)
    omissions.add('files are links that need a token of Slack', where, files.length)
  const sender = message.user ?? message.bot_id ?? message.username
  if (sender === undefined) return omissions.add('it has no sender', where)
  if (!inList.has(sender)) {
    // Bots, and users of other workspaces.
    yield { type: 'user', id: sender, name: message.username ?? sender, bot: true }
    inList.add(sender)
  }
  const text = slackText(message.text ?? '', names)
  const isReply = thread !== undefined && thread !== ts
  yield {
    type: 'message',
    id: `${room} ${ts}`,
    room,
    sender,
    at: timeOf(ts),
    text: subtype === 'me_message' ? `*${text}*` : text,
    thread: isReply ? `${room} ${thread}` : undefined,
    inRoom: subtype === 'thread_broadcast',
    editedAt: message.edited === undefined ? undefined : timeOf(message.edited.ts),
    reactions: reactions.flatMap(({ name, users }) =>
      users.map((user) => ({ emoji: `:${name.split('::')[0]}:`, user })),
    ),
  }
}

const timeOf = (ts: string): number => Math.floor(Number(ts) * 1000)

/** The valid entries of a file that is a list. */
async function* entriesOf<T>(
  file: SourceFile,
  schema: z.ZodType<T>,
  omissions: ReadOptions['omissions'],
): AsyncGenerator<T> {
  const list = await jsonOf(file)
  if (!Array.isArray(list)) return omissions.add(NO_JSON, file.name)
  for (const [i, value] of list.entries()) {
    const entry = schema.safeParse(value)
    if (entry.success) yield entry.data
    else omissions.add(UNKNOWN_FORM, `${file.name} [${i}]`)
  }
}
