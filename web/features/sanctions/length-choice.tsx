import { Choice } from '../../ui/choice.tsx'
import { useModerationWords } from '../../words/moderation/moderation-words.ts'

const HOUR_MS = 60 * 60 * 1000
/** Undefined: without an end. */
const LENGTHS = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
  forever: undefined,
} as const

export type Length = keyof typeof LENGTHS

/** When something of this length ends that begins now. */
export function untilOf(length: Length): string | undefined {
  const ms = LENGTHS[length]
  return ms === undefined ? undefined : new Date(Date.now() + ms).toISOString()
}

type Props = { readonly value: Length; readonly onChange: (value: Length) => void }

export function LengthChoice(props: Props) {
  const { howLong, lengths } = useModerationWords()
  const options = (Object.keys(LENGTHS) as Length[]).map((one) => [one, lengths[one]] as const)
  return <Choice label={howLong} options={options} {...props} />
}
