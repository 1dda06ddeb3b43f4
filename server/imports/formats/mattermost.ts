import * as z from 'zod'
import type { Item } from '../item.ts'
import { BadImport } from '../omissions.ts'
import { linesOf, parsed } from '../source-file.ts'
import { type Format, NO_JSON, TOO_LONG, UNKNOWN_FORM } from './format.ts'

const Ms = z.int().min(0)
const Reaction = z.object({ user: z.string(), emoji_name: z.string(), create_at: Ms.optional() })
const Said = z.object({
  user: z.string(),
  message: z.string().nullish(),
  create_at: Ms,
  edit_at: Ms.nullish(),
  type: z.string().nullish(),
  reactions: z.array(Reaction).nullish(),
  attachments: z.array(z.unknown()).nullish(),
})
const Post = Said.extend({ replies: z.array(Said).nullish() })
const Membership = z.object({ name: z.string(), roles: z.string().nullish() })

const Line = z.discriminatedUnion('type', [
  z.object({ type: z.literal('version'), version: z.int() }),
  z.object({
    type: z.literal('user'),
    user: z.object({
      username: z.string(),
      nickname: z.string().nullish(),
      first_name: z.string().nullish(),
      last_name: z.string().nullish(),
      teams: z
        .array(z.object({ name: z.string(), channels: z.array(Membership).nullish() }))
        .nullish(),
    }),
  }),
  z.object({
    type: z.literal('channel'),
    channel: z.object({
      team: z.string(),
      name: z.string(),
      display_name: z.string().nullish(),
      type: z.enum(['O', 'P']),
      header: z.string().nullish(),
      deleted_at: Ms.nullish(),
    }),
  }),
  z.object({
    type: z.literal('post'),
    post: Post.extend({ team: z.string(), channel: z.string() }),
  }),
  z.object({
    type: z.literal('direct_channel'),
    direct_channel: z.object({ members: z.array(z.string()).min(1) }),
  }),
  z.object({
    type: z.literal('direct_post'),
    direct_post: Post.extend({ channel_members: z.array(z.string()).min(1) }),
  }),
])
/** Lines that have nothing of a chat. */
const OTHERS = new Set(['team', 'scheme', 'role', 'emoji', 'bot', 'info'])
type Line = z.infer<typeof Line>
type Said = z.infer<typeof Said>

/** The JSON lines of `mmctl export`, in a ZIP or alone. */
export const mattermost: Format = async function* ({ files, omissions }) {
  const found = files.filter(({ name }) => name.endsWith('.jsonl'))
  const attachments = files.length - found.length
  if (attachments > 0) omissions.add('files are not imported', files[0]?.name ?? '', attachments)
  if (found.length === 0) throw new BadImport('there is no file *.jsonl: give Mattermost’s export')
  const state: State = { rooms: new Set(), used: new Map(), lost: (id) => omissions.add(FILES, id) }
  for (const file of found) {
    let number = 0
    for await (const text of linesOf(file)) {
      const where = `${file.name}:${++number}`
      if (text?.trim() === '') continue
      const value = text === undefined ? undefined : parsed(text)
      if (number === 1 && !Line.options[0].safeParse(value).success)
        throw new BadImport(
          `${file.name}: has no version in its first line: it is not Mattermost’s`,
        )
      if (text === undefined) omissions.add(TOO_LONG, where)
      else if (value === undefined) omissions.add(NO_JSON, where)
      else {
        const line = Line.safeParse(value).data
        if (line !== undefined) yield* itemsOf(line, state)
        else if (OTHERS.has(typeOf(value)))
          omissions.add(`it is a ${typeOf(value)}, which has no place here`, where)
        else omissions.add(UNKNOWN_FORM, where)
      }
    }
  }
}

const FILES = 'files are not imported'
const typeOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'type' in value ? `${value.type}` : ''

/** `used`: how many posts of the same room, user and time there were: posts have no ids. */
type State = {
  readonly rooms: Set<string>
  readonly used: Map<string, number>
  readonly lost: (id: string) => void
}

function* itemsOf(line: Line, state: State): Generator<Item> {
  if (line.type === 'user') {
    const { username, nickname, first_name, last_name, teams } = line.user
    const full = [first_name, last_name].filter(Boolean).join(' ')
    yield { type: 'user', id: username, name: nickname || full || username, handle: username }
    for (const { name: team, channels } of teams ?? [])
      for (const { name, roles } of channels ?? []) {
        const role = roles?.includes('channel_admin') ? 'admin' : 'member'
        yield { type: 'member', room: `${team}/${name}`, user: username, role }
      }
  }
  if (line.type === 'channel') {
    const { team, name, display_name, type, header, deleted_at } = line.channel
    const kind = type === 'O' ? 'public' : 'group'
    const more = { topic: header ?? undefined, archived: Boolean(deleted_at) }
    yield { type: 'room', id: `${team}/${name}`, kind, name: display_name || name, ...more }
  }
  if (line.type === 'post')
    yield* postOf(`${line.post.team}/${line.post.channel}`, line.post, state)
  if (line.type === 'direct_channel') yield* directRoom(line.direct_channel.members, state)
  if (line.type === 'direct_post') {
    yield* directRoom(line.direct_post.channel_members, state)
    yield* postOf(idOf(line.direct_post.channel_members), line.direct_post, state)
  }
}

const idOf = (members: readonly string[]): string => `direct ${members.toSorted().join(' ')}`

function* directRoom(members: readonly string[], { rooms }: State): Generator<Item> {
  const id = idOf(members)
  if (rooms.has(id)) return
  rooms.add(id)
  yield { type: 'room', id, kind: members.length === 2 ? 'dm' : 'group' }
  for (const user of members) yield { type: 'member', room: id, user }
}

function* postOf(room: string, post: z.infer<typeof Post>, state: State): Generator<Item> {
  const root = messageOf(room, post, state)
  yield root
  for (const reply of post.replies ?? [])
    yield { ...messageOf(room, reply, state), thread: root.id }
}

function messageOf(room: string, said: Said, { used, lost }: State) {
  const base = `${room} ${said.user} ${said.create_at}`
  const nth = (used.get(base) ?? 0) + 1
  used.set(base, nth)
  const id = nth === 1 ? base : `${base} ${nth}`
  for (const _ of said.attachments ?? []) lost(id)
  return {
    type: 'message' as const,
    id,
    room,
    sender: said.user,
    at: said.create_at,
    text: said.message ?? '',
    system: said.type?.startsWith('system_') === true,
    editedAt: said.edit_at || undefined,
    reactions: (said.reactions ?? []).map(({ user, emoji_name, create_at }) => ({
      emoji: `:${emoji_name}:`,
      user,
      at: create_at,
    })),
  }
}
