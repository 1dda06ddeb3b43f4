import type { Door, Entry, Final, List, Said } from './history.ts'
import { NODES } from './model-state.ts'

/** By which whole logs are received. */
export const LIVE = ['socket', 'stream', 'graphql-socket'] as const

export function finalsOf(room: string, log: readonly Entry[]): Final[] {
  const messages = log.filter(isMessage)
  const pages = wholeOf(room, messages, 'rest').map((final) => ({ ...final, head: log.length + 1 }))
  return [...pages, ...LIVE.flatMap((door) => wholeOf(room, log, door))]
}

export const wholeOf = (room: string, entries: readonly Entry[], door: Door): Final[] =>
  nodes().map((node) => ({ node, door, room, head: entries.at(-1)?.seq ?? 0, entries }))

export const listsOf = (
  what: List['what'],
  all: readonly { log: string; of: readonly Said[] }[],
): List[] =>
  all.flatMap(({ log, of }) =>
    nodes().map((node) => ({ node, what, log, messages: of.map(({ id }) => id) })),
  )

export const nodes = (): number[] => Array.from({ length: NODES }, (_, node) => node)

const isMessage = ({ type }: Entry): boolean => type === 'message.created'
