import type { CommandName } from '../../protocol/commands.ts'
import type { EphemeralEvent, Event } from '../../protocol/events.ts'
import type { AppCommandName } from '../../protocol/management.ts'
import type { QueryName } from '../../server/transports/graphql/schema/names.ts'
import type { At } from './at.ts'
import type { Found, KindName } from './entities.ts'
import type { Input } from './values.ts'

/** The check of one field: that its value is in the entity. */
export type Shown = (value: unknown, entity: Found, at: At) => boolean

/** How one kind of a command's input is read back. */
export type Case = {
  /** Without it two rounds: in the second one, an update changes what the first one set. */
  readonly rounds?: readonly number[]
  readonly caller?: 'ana' | 'gus'
  /** The values that no schema can choose. */
  readonly given?: (at: At, round: number) => Input
  /** Which kind of input: its place in the union. */
  readonly option?: number
  /** Fields that exclude another one. Another case sets them. */
  readonly without?: readonly string[]
  /** Fields that only name the object, or that nothing shows by design: the reason. */
  readonly notShown?: Readonly<Record<string, string>>
  /** Fields that the entity shows in another way than under their own name. */
  readonly shown?: Readonly<Record<string, Shown>>
  /** The entity that has the fields. Without it, the answer itself has them. */
  readonly entity?: KindName
  readonly keyOf?: (at: At, answer: Found) => unknown
  /** The read commands that must show the fields, and on which port. */
  readonly reads: readonly QueryName[]
  readonly appReads?: readonly AppCommandName[]
  readonly reader?: 'ana' | 'ben' | 'gus'
  /** The event that must show the fields: in the entity that it has, or by this check. Or why there is none. */
  readonly event: Published | string
}

export type Published = {
  readonly type: (Event | EphemeralEvent)['type']
  readonly shows?: (event: Found, input: Input, at: At) => boolean
}

/** All fields of a command that only says on which object it acts. A field that is added must be classified. */
export type ActsOn = { readonly actsOn: readonly string[] }

export type Cases<N extends CommandName | AppCommandName> = {
  readonly [C in N]: readonly Case[] | ActsOn
}

export const ownId = (_: At, answer: Found): unknown => answer['id']

export const ID = 'names the object'

export const sameTime = (value: unknown, ms: number): boolean =>
  Math.abs(Date.parse(String(value)) - ms) < 30_000
