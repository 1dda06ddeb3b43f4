import type { Link, Room } from '../../../protocol/entities.ts'
import type { KeyId, UserId } from '../../../protocol/ids.ts'
import type { NewAuditEntry, RoomChange } from '../ports.ts'

type By = { readonly by: UserId; readonly key?: KeyId | undefined }

/** The settings of a room that are no texts, so that the log can show them. */
const SHOWN = [
  'readOnly',
  'history',
  'entry',
  'preview',
  'slowSeconds',
  'retentionSeconds',
  'features',
] as const

/** The names of the fields whose values differ. The values can be texts, which the log does not keep. */
export const changedKeys = (before: object, change: object): string[] =>
  Object.entries(change)
    .filter(([key, value]) => value !== undefined && !Bun.deepEquals(value, at(before, key)))
    .map(([key]) => key)

export function changedRoom(room: Room, change: RoomChange, by: By): NewAuditEntry {
  const keys = SHOWN.filter((key) => at(change, key) !== undefined)
  const { archived } = change
  return {
    act: 'rooms.update',
    ...by,
    room: room.id,
    before: {
      ...pick(room, keys),
      ...(archived !== undefined && { archived: room.archivedAt !== undefined }),
    },
    after: {
      changed: Object.keys(change).filter((key) => at(change, key) !== undefined),
      ...pick(change, keys),
      ...(archived !== undefined && { archived }),
    },
  }
}

export const deletedRoom = ({ id, type, memberCount }: Room, by: By): NewAuditEntry => ({
  act: 'rooms.delete',
  ...by,
  room: id,
  before: { type, memberCount },
})

export const createdLink = ({ id, purpose, user, expiresAt }: Link, by: By): NewAuditEntry => ({
  act: 'links.create',
  ...by,
  user,
  target: id,
  after: { purpose, expiresAt },
})

const at = (object: object, key: string): unknown => Reflect.get(object, key)

const pick = (object: object, keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, at(object, key)]))
