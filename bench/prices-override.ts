import type { Input, Person } from './prices-client.ts'
import type { Hands } from './prices-hands.ts'
import type { Fields, Place, Values } from './prices-inputs.ts'
import type { World } from './prices-world.ts'

/** What a command's schema does not say of its dearest input. */
export type Override = {
  /** Who sends it; Ana where nothing is said. */
  readonly as?: (world: World, hands: Hands) => Person | Promise<Person>
  /** Somebody new for each call, because the command ends what its caller has. */
  readonly anew?: (hands: Hands, world: World, n: number) => Promise<Person>
  readonly values?: (place: Place) => Readonly<Record<string, Values>>
  readonly without?: readonly string[]
  /** Makes, unmeasured, that there is something to do again; answers fields that are known only then. */
  readonly before?: (
    hands: Hands,
    world: World,
    input: Input,
    n: number,
    caller: Person,
  ) => Promise<Input>
  /** The connection of the caller ends with this reason, at times before the answer. */
  readonly ends?: string
  /** Measured once: it takes seconds. */
  readonly once?: true
}

export const nothing = {}

/** The fields of an input, with the values of an override in place of those of the schema. */
export function withValues(kind: Fields, place: Place, { values, without = [] }: Override): Fields {
  const fields = new Map([...kind].filter(([name]) => !without.includes(name)))
  for (const [name, given] of Object.entries(values?.(place) ?? {}))
    if (fields.has(name)) fields.set(name, { values: given, isNeeded: true })
  return fields
}
