import type { Message } from '../../../protocol/entities.ts'
import type { RoomId } from '../../../protocol/ids.ts'
import type { Entry, Indexed } from '../tables/search-index.ts'
import { bodyOf, type IndexedText, numberOf } from './tokens.ts'

/** The index entry of a message. */
export const indexed = ({ room, seq, sender, text, createdAt }: Message): Indexed =>
  entryOf({ room, sender: sender.id, text }, seq, Date.parse(createdAt))

export const entryOf = (message: IndexedText, seq: number, at: number): Indexed => ({
  ...positionOf(message.room, seq, at),
  body: bodyOf(message),
})

export const positionOf = (room: RoomId, seq: number, at: number): Entry => ({
  at,
  room: numberOf(room),
  seq,
})
