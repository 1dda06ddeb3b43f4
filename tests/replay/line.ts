import type { Event } from '../../sdk/typescript/src/index.ts'

/**
 * What a listener hears, as far as it does not change with time: a replay tells names as they are
 * now, so people are known by their ids. `seq` where the sender was told it.
 */
export type Line = {
  readonly type: 'said' | 'joined' | 'left' | 'renamed' | 'other'
  readonly user: string
  readonly text?: string
  readonly seq?: number
}

export type Heard = Line & { readonly seq: number }

export function lineOf(event: Event): Heard {
  const { seq } = event
  switch (event.type) {
    case 'message.created':
      return { type: 'said', user: event.message.sender.id, text: event.message.text, seq }
    case 'member.joined':
      return { type: 'joined', user: event.member.user.id, seq }
    case 'member.left':
      return { type: 'left', user: event.user.id, seq }
    case 'member.updated':
      return { type: 'renamed', user: event.member.user.id, seq }
    default:
      return { type: 'other', user: event.type, seq }
  }
}

/** What is wrong with what was received, or nothing: every line, once, in order, at its seq. */
export function compare(
  received: readonly Heard[],
  expected: readonly Line[],
  first: number,
): string[] {
  const wrong: string[] = []
  for (let i = 0; i < Math.max(received.length, expected.length); i++) {
    const [is, should] = [received[i], expected[i]]
    const same = is?.type === should?.type && is?.user === should?.user && is?.text === should?.text
    const inPlace = is?.seq === first + i && (should?.seq ?? is?.seq) === is?.seq
    if (same && inPlace) continue
    wrong.push(`line ${i + 1}: ${JSON.stringify(is)} instead of ${JSON.stringify(should)}`)
    if (wrong.length === 3) break
  }
  return wrong
}
