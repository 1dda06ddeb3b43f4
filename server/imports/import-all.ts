import type { RoomId, UserId } from '../../protocol/ids.ts'
import { addMembers } from '../domain/imports/add-members.ts'
import { addMessages, type ForeignMessage } from '../domain/imports/add-messages.ts'
import { addRoom } from '../domain/imports/add-room.ts'
import { addUsers } from '../domain/imports/add-users.ts'
import { endRoom } from '../domain/imports/end-room.ts'
import type { Store } from '../domain/ports.ts'
import type { Message, Room } from './item.ts'
import type { Omissions } from './omissions.ts'
import type { Spool } from './spool.ts'

/** Of one transaction: some 20 ms. */
const MESSAGES = 200
/** Other writes wait for a transaction: some 8 ms. */
const MESSAGES_BESIDE_SERVERS = 50
const PEOPLE = 50

export type ImportOptions = {
  readonly store: Store
  /** Ids of another source are other objects. */
  readonly source: string
  readonly spool: Spool
  readonly omissions: Omissions
  /** After which time messages disappear on this server. */
  readonly retentionSeconds: number | undefined
  readonly now: number
  /** Whether no server uses the database meanwhile. Otherwise the import leaves it two thirds of the time. */
  readonly isAlone: boolean
  readonly onMessages: (count: number) => void
}
export type Imported = { users: number; rooms: number; messages: number }

/** Imports what the spool has and the server does not. It may be interrupted at any moment: the next call goes on. */
export async function importAll(options: ImportOptions): Promise<Imported> {
  const { store, source, spool, omissions } = options
  const imported: Imported = { users: 0, rooms: 0, messages: 0 }
  const users = new Map<string, UserId>()
  for (const batch of batches(spool.users(), PEOPLE)) {
    const people = batch.map(({ id, name, handle, bot }) => {
      return { id, name, handle, kind: bot ? ('bot' as const) : ('person' as const) }
    })
    const { ids, added } = await addUsers(store, source, people)
    for (const [foreign, id] of ids) users.set(foreign, id)
    for (const { id } of batch) if (!ids.has(id)) omissions.add('the user was deleted here', id)
    imported.users += added
  }
  for (const room of [...spool.rooms()]) await importRoom(room, users, options, imported)
  return imported
}

async function importRoom(
  room: Room,
  users: ReadonlyMap<string, UserId>,
  options: ImportOptions,
  imported: Imported,
): Promise<void> {
  const { store, source, spool, omissions, isAlone, onMessages } = options
  const members = [...spool.members(room.id)].flatMap(({ user, role = 'member' }) => {
    const id = users.get(user)
    if (id === undefined) omissions.add('the member is in no list', user)
    return id === undefined ? [] : [{ user: id, role }]
  })
  const type = room.kind === 'dm' && members.length !== 2 ? 'group' : room.kind
  const { id: foreign, name = type === 'dm' ? undefined : 'Direct messages', topic } = room
  const pair = members.map(({ user }) => user)
  const settings = { id: foreign, type, name, topic, archived: false }
  const found = await addRoom(store, source, settings, pair)
  if (found === undefined) return omissions.add('the room was deleted here', foreign)
  if (found.made) imported.rooms++
  for (const batch of batches(members, PEOPLE))
    await addMembers(store, source, foreign, found.id, batch)
  for (const batch of batches(
    spool.messages(foreign),
    isAlone ? MESSAGES : MESSAGES_BESIDE_SERVERS,
  )) {
    const startedAt = performance.now()
    imported.messages += await importMessages(found.id, batch, users, options)
    onMessages(batch.length)
    if (!isAlone) await Bun.sleep(2 * (performance.now() - startedAt))
  }
  await endRoom(store, found.id, room.archived === true && found.made)
}

async function importMessages(
  room: RoomId,
  batch: readonly Message[],
  users: ReadonlyMap<string, UserId>,
  options: ImportOptions,
): Promise<number> {
  const { store, source, omissions } = options
  const messages = batch.flatMap((message) => {
    const found = foreignMessage(message, users, options)
    if (typeof found !== 'string') return [found]
    omissions.add(found, message.id)
    return []
  })
  if (messages.length === 0) return 0
  const done = await addMessages(store, source, room, messages)
  if (done === undefined) {
    omissions.add('the room was deleted here', room, messages.length)
    return 0
  }
  for (const id of done.lostThread)
    omissions.add('the root of its thread is not in the room: it is a message of the room', id)
  for (const id of done.lostQuote)
    omissions.add('the message that it answers is not in the room: it quotes nothing', id)
  return done.added
}

/** A reason why it is left out, or the message. */
function foreignMessage(
  message: Message,
  users: ReadonlyMap<string, UserId>,
  { omissions, retentionSeconds, now }: ImportOptions,
): string | ForeignMessage {
  const { id, at, text, thread, replyTo, editedAt, versions = [], reactions = [] } = message
  const sender = users.get(message.sender)
  if (sender === undefined) return 'its sender was deleted here'
  const expiresAt = retentionSeconds === undefined ? undefined : at + retentionSeconds * 1000
  if (expiresAt !== undefined && expiresAt <= now)
    return 'it is older than the server keeps messages'
  const known = reactions.flatMap((reaction) => {
    const user = users.get(reaction.user)
    if (user === undefined) omissions.add('the user of the reaction is in no list', reaction.user)
    return user === undefined ? [] : [{ emoji: reaction.emoji, user, at: reaction.at ?? at }]
  })
  const flags = { system: message.system === true, inRoom: message.inRoom === true }
  const times = { at, expiresAt, editedAt, versions }
  return {
    id,
    sender,
    text,
    data: message.data,
    thread,
    replyTo,
    ...flags,
    ...times,
    reactions: known,
  }
}

function* batches<T>(all: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = []
  for (const each of all) {
    batch.push(each)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
