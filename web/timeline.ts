import type { Message, Sender } from '../sdk/typescript/src/index.ts'

/** A message, or somebody's coming or going. Only messages are history that can be asked for again. */
export type Entry =
  | { readonly kind: 'message'; readonly seq: number; readonly message: Message }
  | MembershipChange
export type MembershipChange = {
  readonly kind: 'turn'
  readonly seq: number
  readonly at: string
  readonly who: Sender
  readonly came: boolean
}

/** A stretch of the room's log, without a hole. `head`: the last message that there is. */
export type Timeline = {
  readonly entries: readonly Entry[]
  readonly head: number
  readonly hasOlder: boolean
}

export const PAGE = 50
/** What the page holds at most: beyond it, the far end goes. */
const MOST = 300

export const emptyTimeline: Timeline = { entries: [], head: 0, hasOlder: false }

/** Shows the newest message that there is: what comes next may be added below. */
export const isUpToDate = ({ entries, head }: Timeline): boolean => lastMessageSeq(entries) >= head

/**
 * The latest page, read when the room was at `seq`, who came and went meanwhile (`turns`, as far back as
 * they are known), and what was received since.
 */
export function startAt(
  shown: Timeline,
  page: readonly Message[],
  seq: number,
  turns: readonly Entry[],
): Timeline {
  const since = shown.entries.filter((entry) => entry.seq > seq)
  const head = Math.max(shown.head, page.at(-1)?.seq ?? 0)
  const hasOlder = page.length === PAGE
  const from = hasOlder ? (page[0]?.seq ?? 0) : 0
  const between = turns.filter((turn) => turn.seq > from && turn.seq <= seq)
  return { entries: merge(merge(between, page.map(messageEntry)), since), head, hasOlder }
}

export function withOlder(shown: Timeline, page: readonly Message[]): Timeline {
  const entries = merge(page.map(messageEntry), shown.entries).slice(0, MOST)
  return { ...shown, entries, hasOlder: page.length === PAGE }
}

export const withNewer = (shown: Timeline, page: readonly Message[]): Timeline =>
  latest({ ...shown, entries: merge(shown.entries, page.map(messageEntry)) })

/** What was just received. `isHeld`: it is not to move what is being read, and is fetched later. */
export function withReceived(shown: Timeline, entry: Entry, isHeld: boolean): Timeline {
  const isNext = isUpToDate(shown) && !isHeld
  const head = entry.kind === 'message' ? Math.max(shown.head, entry.seq) : shown.head
  return isNext
    ? latest({ ...shown, head, entries: merge(shown.entries, [entry]) })
    : { ...shown, head }
}

/** A message that is shown has changed: it stays where it is. */
export function withChanged(shown: Timeline, message: Message): Timeline {
  const entries = shown.entries.map((entry) =>
    entry.seq === message.seq ? messageEntry(message) : entry,
  )
  return { ...shown, entries }
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
  return entries.length <= MOST
    ? timeline
    : { ...timeline, entries: entries.slice(-MOST), hasOlder: true }
}

/** In the order of the log, each once. */
function merge(some: readonly Entry[], more: readonly Entry[]): readonly Entry[] {
  const bySeq = new Map([...some, ...more].map((entry) => [entry.seq, entry]))
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}
