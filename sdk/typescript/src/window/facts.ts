import type { Event, Message, UserId } from '../protocol.ts'
import { renewed } from '../renewed.ts'

/** Most messages of a window. Beyond it, messages are removed at the end that is farther from the reader. */
export const MOST_ROWS = 300

/** A message as the server has it, and the seq of the room of which this is known. */
export type Fact = { readonly message: Message; readonly asOf: number }

/** The facts after an event. A fact that was read later than the event stays as it is. */
export const afterEvent = (
  facts: readonly Fact[],
  event: Event,
  me: UserId | undefined,
): readonly Fact[] => {
  const after = facts.map((fact) => factAfter(fact, event, me))
  return after.every((fact, n) => fact === facts[n]) ? facts : after
}

export function factAfter(fact: Fact, event: Event, me: UserId | undefined): Fact {
  if (event.seq <= fact.asOf) return fact
  const message = withQuotedName(renewed(fact.message, event, me), event)
  return message === fact.message ? fact : { message, asOf: event.seq }
}

function withQuotedName(message: Message, event: Event): Message {
  const { quote } = message
  if (!quote || !('member' in event) || event.member.user.id !== quote.sender.id) return message
  const { id, name } = event.member.user
  return { ...message, quote: { ...quote, sender: { id, name } } }
}

/** Adds facts: each message once, as it was known last, in the order of the log. */
export function withFacts(facts: readonly Fact[], more: readonly Fact[]): readonly Fact[] {
  const all = new Map(facts.map((fact) => [fact.message.seq, fact]))
  for (const fact of more) {
    const known = all.get(fact.message.seq)
    if (!known || known.asOf <= fact.asOf) all.set(fact.message.seq, fact)
  }
  return [...all.values()].sort((a, b) => a.message.seq - b.message.seq)
}
