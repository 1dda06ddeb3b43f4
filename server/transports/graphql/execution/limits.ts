import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import { Refusal } from '../../../../protocol/refusals.ts'

/**
 * The limits of one document. The standard introspection query is 16 levels deep and has 200 fields; a subscription to
 * every field of every event has 500 fields.
 */
export const DOCUMENT = {
  chars: 32 * 1024,
  tokens: 2000,
  depth: 16,
  fields: 600,
  aliases: 50,
  directives: 50,
} as const

type Size = { readonly depth: number; readonly fields: number }

/**
 * Returns the number of pairs of fields with the same name, which the validation compares. Refuses `too_complex` if a
 * document is over a limit. Runs before the validation, because nested fragments can multiply the fields without limit.
 */
export function checkSize(document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each)
  /** `open`: the fragment is being measured. */
  const known = new Map<string, Size | 'open'>()
  const names = new Map<string, number>()
  let aliases = 0
  let directives = 0

  function sizeOf({ selections }: SelectionSetNode): Size {
    let depth = 0
    let fields = 0
    for (const selection of selections) {
      directives += selection.directives?.length ?? 0
      const nested = nestedSizeOf(selection)
      const isField = selection.kind === Kind.FIELD
      if (isField) {
        if (selection.alias !== undefined) aliases++
        const name = (selection.alias ?? selection.name).value
        names.set(name, (names.get(name) ?? 0) + 1)
      }
      depth = Math.max(depth, nested.depth + (isField ? 1 : 0))
      fields += nested.fields + (isField ? 1 : 0)
    }
    return { depth, fields }
  }

  function nestedSizeOf(selection: SelectionSetNode['selections'][number]): Size {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return fragmentSize(selection.name.value)
    return selection.selectionSet === undefined ? EMPTY : sizeOf(selection.selectionSet)
  }

  function fragmentSize(name: string): Size {
    const size = known.get(name)
    if (size === 'open')
      throw new Refusal(
        'too_complex',
        `The fragment ${name.slice(0, 64)} includes itself: remove the cycle`,
      )
    if (size !== undefined) return size
    const fragment = fragments.get(name)
    if (fragment === undefined) return EMPTY // The validation reports it.
    known.set(name, 'open')
    const measured = sizeOf(fragment.selectionSet)
    known.set(name, measured)
    return measured
  }

  const sizes = document.definitions.map((each) =>
    'selectionSet' in each && each.selectionSet !== undefined
      ? each.kind === Kind.FRAGMENT_DEFINITION
        ? fragmentSize(each.name.value)
        : sizeOf(each.selectionSet)
      : EMPTY,
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

const EMPTY: Size = { depth: 0, fields: 0 }

function atMost(unit: string, max: number, count: number): void {
  if (count > max)
    throw new Refusal('too_complex', `A document can have at most ${max} ${unit}: split it`)
}
