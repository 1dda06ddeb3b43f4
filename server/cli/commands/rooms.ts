import { LIMITS } from '../../../protocol/limits.ts'
import { listOf, tableOf } from '../columns.ts'
import type { Call, Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { ask, type Link, upTo } from '../links/link.ts'
import { findRoom } from '../names.ts'
import { confirm } from '../terminal.ts'
import { cleanRoom } from './clean-room.ts'
import { LIMIT, listed, YES } from './shared.ts'

export const ROOM = { name: 'room', description: 'the id or the name of a room' }
const TYPES = ['group', 'public', 'announcement'] as const
export const roomOf = (call: Call, link: Link) => findRoom(link, call.arg('room'))

const rooms = (link: Link, most: number) =>
  upTo(most, LIMITS.pageMax, async (after, limit) => {
    const { rooms, next } = await ask(link, 'rooms.list', { ...(after && { after }), limit })
    return { items: rooms, next }
  })

/** The messages of a room, the latest ones, oldest first. */
export async function latestMessages(link: Link, room: string, most: number) {
  const found = await upTo(most, LIMITS.pageMax, async (before, limit) => {
    const { messages } = await ask(link, 'messages.list', {
      room,
      limit,
      ...(before !== undefined && { before: Number(before) }),
    })
    const [first] = messages
    const next = messages.length < limit || first === undefined ? undefined : `${first.seq}`
    return { items: messages.toReversed(), next }
  })
  return { ...found, items: found.items.toReversed() }
}

export const ROOM_COMMANDS: readonly Command[] = [
  {
    name: 'room create',
    summary: 'Create a room',
    args: [{ name: 'name', description: 'the name of the room' }],
    flags: {
      type: { type: 'string', description: 'who can join; public by default', values: TYPES },
      key: { type: 'string', description: 'a unique name: the same key is the same room' },
    },
    run: async (call) => {
      const type = TYPES.find((each) => each === call.flag('type')) ?? 'public'
      const key = call.flag('key')
      const link = await call.link()
      const input = { type, name: call.arg('name'), ...(key !== undefined && { key }) }
      const room = await ask(link, 'rooms.create', input)
      return { json: room, text: listOf(room) }
    },
  },
  {
    name: 'room list',
    summary: 'List the rooms, the newest first',
    flags: { limit: LIMIT },
    run: async (call) => {
      const most = call.count('limit', 100)
      return listed(await rooms(await call.link(), most), [
        ['id', ({ id }) => id],
        ['type', ({ type }) => type],
        ['name', ({ name }) => name],
        ['members', ({ memberCount }) => memberCount],
        ['created', ({ createdAt }) => createdAt],
        ['archived', ({ archivedAt }) => archivedAt],
      ])
    },
  },
  {
    name: 'room show',
    summary: 'Print a room and its first 100 members',
    args: [ROOM],
    run: async (call) => {
      const link = await call.link()
      const id = await roomOf(call, link)
      const room = await ask(link, 'rooms.get', { room: id })
      const { members } = await ask(link, 'members.list', { room: id, limit: 100 })
      const table = tableOf(members, [
        ['member', ({ user }) => user.id],
        ['name', ({ user }) => user.name],
        ['role', ({ role }) => role],
        ['joined', ({ joinedAt }) => joinedAt],
      ])
      return { json: { ...room, members }, text: `${listOf(room)}\n\n${table}` }
    },
  },
  {
    name: 'room messages',
    summary: 'List the latest messages of a room',
    args: [ROOM],
    flags: { limit: LIMIT },
    run: async (call) => {
      const most = call.count('limit', 100)
      const link = await call.link()
      const found = await latestMessages(link, await roomOf(call, link), most)
      return listed(found, [
        ['seq', ({ seq }) => seq],
        ['id', ({ id }) => id],
        ['sent', ({ createdAt }) => createdAt],
        ['sender', ({ sender }) => sender.name],
        ['text', ({ text, deletedAt }) => (deletedAt === undefined ? text : '(deleted)')],
      ])
    },
  },
  {
    name: 'room clean',
    summary: 'Delete the messages of a room that are older than a time',
    args: [ROOM],
    flags: {
      before: { type: 'string', description: 'a time, such as 2026-01-31 or 2026-01-31T12:00:00Z' },
      yes: YES,
    },
    run: async (call) => {
      const text = call.flag('before')
      const before = Date.parse(text ?? '')
      if (Number.isNaN(before))
        throw new UsageError(
          `--before: ${text ?? 'it is missing'}: give a time, as in --before=2026-01-31`,
        )
      const link = await call.link()
      const room = await roomOf(call, link)
      await confirm(
        call.terminal,
        call.isSet('yes'),
        `Deleting the messages of ${room} from before ${text}`,
      )
      const deleted = await cleanRoom(link, call.terminal, room, before)
      return { json: { room, deleted }, text: `${deleted} messages are deleted` }
    },
  },
  {
    name: 'room activity',
    summary: 'List the rooms by their latest message',
    flags: { limit: LIMIT },
    run: async (call) => {
      const most = call.count('limit', 100)
      const link = await call.link()
      const { items, hasMore } = await rooms(link, most)
      const active = await Promise.all(
        items.map(async ({ id, name, type, memberCount, seq }) => {
          const { items: found } = await latestMessages(link, id, 1)
          const last = found[0]?.createdAt ?? ''
          return { id, type, name, members: memberCount, events: seq, last }
        }),
      )
      const byTime = active.toSorted((a, b) => (a.last < b.last ? 1 : -1))
      return listed({ items: byTime, hasMore }, [
        ['id', ({ id }) => id],
        ['type', ({ type }) => type],
        ['name', ({ name }) => name],
        ['members', ({ members }) => members],
        ['events', ({ events }) => events],
        ['last message', ({ last }) => last],
      ])
    },
  },
  {
    name: 'room delete',
    summary: 'Delete a room and all its messages',
    args: [ROOM],
    flags: { yes: YES },
    run: async (call) => {
      const link = await call.link()
      const room = await roomOf(call, link)
      await confirm(call.terminal, call.isSet('yes'), `Deleting ${room} and its messages`)
      await ask(link, 'rooms.delete', { room })
      return { json: { deleted: room }, text: `${room} is deleted` }
    },
  },
]
