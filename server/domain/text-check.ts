import { Refusal } from '../../protocol/refusals.ts'
import type { FilteredText, HookVerdict, Tx, WordFilter } from './ports.ts'
import type { MemberStanding } from './rooms/rules.ts'

/** What is applied to a text before it is stored. */
export type TextCheck = {
  /** Changes a text, or refuses it. */
  readonly apply: (tx: Tx, standing: MemberStanding, text: string) => Promise<FilteredText>
  /** Why the message is recorded for the staff in any case. */
  readonly flags: readonly string[]
}

/** Of the app's own messages. */
export const AS_IS: TextCheck = { apply: async (_, __, text) => ({ text, flags: [] }), flags: [] }

/** The word lists, after the verdict of the app's hook. */
export const checkOf = (wordFilter: WordFilter, verdict: HookVerdict): TextCheck => ({
  apply: (...text) => wordFilter.apply(...text),
  flags: verdict.action === 'flag' ? [verdict.reason ?? 'the hook'] : [],
})

/** The input with the text that the hook wants. Refuses `text_refused`. */
export function withVerdict<I extends object>(input: I, verdict: HookVerdict): I {
  if (verdict.action === 'refuse') throw new Refusal('text_refused', verdict.reason)
  return verdict.action === 'change' ? { ...input, text: verdict.text } : input
}
