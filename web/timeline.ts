import type { Message, Sender } from '../sdk/typescript/src/index.ts'

/** A message or a membership change. Only messages can be loaded again from the history. */
export type Entry =
  | { readonly kind: 'message'; readonly seq: number; readonly message: Message }
  | MembershipChange
export type MembershipChange = {
  readonly kind: 'membership'
  readonly seq: number
  readonly at: string
  readonly user: Sender
  readonly joined: boolean
}

/** A part of the room's log without a gap. `head`: the seq of the latest message in the room. */
export type Timeline = {
  readonly entries: readonly Entry[]
  readonly head: number
  readonly hasOlder: boolean
}

export const PAGE = 50
/** The most entries of the page. Beyond it the entries at the other end are removed. */
const MAX_ENTRIES = 300

export const emptyTimeline: Timeline = { entries: [], head: 0, hasOlder: false }

/** Whether the latest message is shown, so that the next one can be added behind it. */
export const isUpToDate = ({ entries, head }: Timeline): boolean => lastMessageSeq(entries) >= head

/**
 * The timeline of the latest page, which was read when the room was at `seq`, with the known membership changes in
 * its range and the entries that were received since.
 */
export function startAt(
  current: Timeline,
  page: readonly Message[],
  seq: number,
  changes: readonly MembershipChange[],
): Timeline {
  const since = current.entries.filter((entry) => entry.seq > seq)
  const head = Math.max(current.head, page.at(-1)?.seq ?? 0)
  const hasOlder = page.length === PAGE
  const from = hasOlder ? (page[0]?.seq ?? 0) : 0
  const between = changes.filter((change) => change.seq > from && change.seq <= seq)
  return { entries: merge(merge(between, page.map(messageEntry)), since), head, hasOlder }
}

export function withOlder(current: Timeline, page: readonly Message[]): Timeline {
  const entries = merge(page.map(messageEntry), current.entries).slice(0, MAX_ENTRIES)
  return { ...current, entries, hasOlder: page.length === PAGE }
}

export const withNewer = (current: Timeline, page: readonly Message[]): Timeline =>
  latest({ ...current, entries: merge(current.entries, page.map(messageEntry)) })

/** Adds a received entry. `isHeld`: it is loaded later instead, so that it does not move the visible messages. */
export function withReceived(current: Timeline, entry: Entry, isHeld: boolean): Timeline {
  const isNext = isUpToDate(current) && !isHeld
  const head = entry.kind === 'message' ? Math.max(current.head, entry.seq) : current.head
  return isNext
    ? latest({ ...current, head, entries: merge(current.entries, [entry]) })
    : { ...current, head }
}

/** Replaces a changed message in its position. */
export function withChanged(current: Timeline, message: Message): Timeline {
  const entries = current.entries.map((entry) =>
    entry.seq === message.seq ? messageEntry(message) : entry,
  )
  return { ...current, entries }
}

export const messageEntry = (message: Message): Entry => ({
  kind: 'message',
  seq: message.seq,
  message,
})

export const firstMessageSeq = (entries: readonly Entry[]): number | undefined =>
  entries.find(({ kind }) => kind === 'message')?.seq

export const lastMessageSeq = (entries: readonly Entry[]): number =>
  entries.findLast(({ kind }) => kind === 'message')?.seq ?? 0

function latest(timeline: Timeline): Timeline {
  const { entries } = timeline
  return entries.length <= MAX_ENTRIES
    ? timeline
    : { ...timeline, entries: entries.slice(-MAX_ENTRIES), hasOlder: true }
}

/** The entries in the order of the log, each one once. */
function merge(a: readonly Entry[], b: readonly Entry[]): readonly Entry[] {
  const bySeq = new Map([...a, ...b].map((entry) => [entry.seq, entry]))
  return [...bySeq.values()].sort((x, y) => x.seq - y.seq)
}
