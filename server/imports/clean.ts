import { LIMITS } from '../../protocol/limits.ts'
import { Handle } from '../../protocol/profile.ts'
import { bytesOf, Emoji, Line, Name, Text } from '../../protocol/text.ts'
import type { Message, Room, User } from './item.ts'
import type { Omissions } from './omissions.ts'

const Topic = Line(LIMITS.topicLength)
/** Clocks differ, but not by more. */
const AHEAD_MS = 60 * 60 * 1000

export const cleanUser = (user: User): User => ({
  ...user,
  name: nameOf(user.name) ?? nameOf(user.id) ?? 'unnamed',
  handle: handleOf(user.handle),
})

export const cleanRoom = (room: Room): Room => ({
  ...room,
  name: room.kind === 'dm' ? undefined : (nameOf(room.name ?? '') ?? nameOf(room.id) ?? 'unnamed'),
  topic: Topic.safeParse(oneLine(room.topic ?? '', LIMITS.topicLength)).data || undefined,
})

/** A message that can be stored, in several parts if it is too long. Empty if it is left out. */
export function cleanMessage(message: Message, now: number, omissions: Omissions): Message[] {
  const { id, at } = message
  if (!Number.isFinite(at) || at < 0) return none(omissions, 'it has no valid time', id)
  if (at > now + AHEAD_MS) return none(omissions, 'its time is in the future', id)
  const parts = partsOf(message.text)
  if (parts.length === 0) return none(omissions, 'it has no text', id)
  const editedAt = message.editedAt === undefined ? undefined : Math.min(message.editedAt, now)
  const versions = (message.versions ?? []).filter(({ text }) => Text.safeParse(text).success)
  const first = { ...message, text: parts[0] ?? '', editedAt, versions }
  const rest = parts.slice(1).map((text, i): Message => {
    const { thread, inRoom } = message
    const { type, room, sender } = message
    return { type, id: `${id} part ${i + 2}`, room, sender, at, text, thread, inRoom }
  })
  return [{ ...first, reactions: cleanReactions(message, omissions) }, ...rest]
}

function none(omissions: Omissions, reason: string, id: string): [] {
  omissions.add(reason, id)
  return []
}

function cleanReactions({ id, reactions = [] }: Message, omissions: Omissions) {
  const known = new Set<string>()
  return reactions.flatMap((reaction) => {
    const emoji = Emoji.safeParse(reaction.emoji).data
    if (emoji === undefined) return none(omissions, 'the emoji of the reaction is unknown', id)
    const key = `${emoji} ${reaction.user}`
    if (known.has(key)) return []
    known.add(key)
    return [{ ...reaction, emoji }]
  })
}

/** Texts of at most 16 KB, cut where a character begins. */
function partsOf(given: string): string[] {
  const text = given.replaceAll('\0', '').toWellFormed()
  if (bytesOf(text) <= LIMITS.textBytes) return Text.safeParse(text).success ? [text] : []
  const [parts, most]: [string[], number] = [[], LIMITS.textBytes / 4]
  for (let from = 0; from < text.length; ) {
    const low = text.charCodeAt(from + most)
    const end = from + most - (low >= 0xdc00 && low < 0xe000 ? 1 : 0)
    parts.push(text.slice(from, end))
    from = end
  }
  return parts.filter((part) => Text.safeParse(part).success)
}

const oneLine = (text: string, length: number): string =>
  [...text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')].slice(0, length).join('').trim()

const nameOf = (text: string): string | undefined =>
  Name.safeParse(oneLine(text, LIMITS.nameLength)).data

function handleOf(text: string | undefined): string | undefined {
  const cleaned = text
    ?.replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, LIMITS.handleLength)
    .replaceAll(/^[._-]+|[._-]+$/g, '')
  return Handle.safeParse(cleaned).data
}
