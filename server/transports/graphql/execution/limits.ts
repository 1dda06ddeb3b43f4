import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import { Refusal } from '../../../../protocol/refusals.ts'

/** What one document may be. The standard introspection query is 16 deep and has 200 fields. */
export const DOCUMENT = {
  chars: 32 * 1024,
  tokens: 2000,
  depth: 16,
  fields: 500,
  aliases: 50,
  directives: 50,
} as const

type Size = { readonly depth: number; readonly fields: number }

/**
 * Measures a document before anything looks at what it means: rules of validation compare fields with
 * each other, and fragments in fragments grow without end. Answers the number of pairs of fields with the
 * same name. Refuses `too_complex`.
 */
export function checkSize(document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each)
  const known = new Map<string, Size | 'open'>()
  const names = new Map<string, number>()
  let aliases = 0
  let directives = 0

  function sizeOf({ selections }: SelectionSetNode): Size {
    let depth = 0
    let fields = 0
    for (const each of selections) {
      directives += each.directives?.length ?? 0
      const below = belowOf(each)
      const isField = each.kind === Kind.FIELD
      if (isField) {
        if (each.alias !== undefined) aliases++
        const name = (each.alias ?? each.name).value
        names.set(name, (names.get(name) ?? 0) + 1)
      }
      depth = Math.max(depth, below.depth + (isField ? 1 : 0))
      fields += below.fields + (isField ? 1 : 0)
    }
    return { depth, fields }
  }

  function belowOf(each: SelectionSetNode['selections'][number]): Size {
    if (each.kind === Kind.FRAGMENT_SPREAD) return spread(each.name.value)
    return each.selectionSet === undefined ? NOTHING : sizeOf(each.selectionSet)
  }

  function spread(name: string): Size {
    const size = known.get(name)
    if (size === 'open')
      throw new Refusal('too_complex', 'A fragment leads back to itself: remove the circle')
    if (size !== undefined) return size
    const fragment = fragments.get(name)
    if (fragment === undefined) return NOTHING // Validation says it better.
    known.set(name, 'open')
    const made = sizeOf(fragment.selectionSet)
    known.set(name, made)
    return made
  }

  const sizes = document.definitions.map((each) =>
    'selectionSet' in each && each.selectionSet !== undefined
      ? each.kind === Kind.FRAGMENT_DEFINITION
        ? spread(each.name.value)
        : sizeOf(each.selectionSet)
      : NOTHING,
  )
  atMost('levels', DOCUMENT.depth, Math.max(0, ...sizes.map(({ depth }) => depth)))
  atMost(
    'fields',
    DOCUMENT.fields,
    sizes.reduce((sum, { fields }) => sum + fields, 0),
  )
  atMost('aliases', DOCUMENT.aliases, aliases)
  atMost('directives', DOCUMENT.directives, directives)
  let pairs = 0
  for (const count of names.values()) pairs += (count * (count - 1)) / 2
  return pairs
}

const NOTHING: Size = { depth: 0, fields: 0 }

function atMost(what: string, most: number, are: number): void {
  if (are > most)
    throw new Refusal('too_complex', `An operation may have at most ${most} ${what}: split it`)
}
