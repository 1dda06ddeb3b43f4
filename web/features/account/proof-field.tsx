import type { Account } from '@parlance/sdk'
import { Field } from '../../ui/field.tsx'
import { useWords } from '../../words/words.ts'

type Props = {
  readonly account: Account
  readonly value: string
  readonly onChange: (value: string) => void
  readonly refusal?: string | undefined
}

/**
 * The current password, which a change of the ways to sign in needs. Without one, the server wants the user to have
 * just signed in.
 */
export function ProofField({ account, value, onChange, refusal }: Props) {
  const words = useWords()
  if (account.passwordChangedAt === undefined)
    return refusal === undefined ? null : <p role="alert">{refusal}</p>
  return (
    <Field
      label={words.currentPassword}
      type="password"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      required
      autoComplete="current-password"
      refusal={refusal}
    />
  )
}

export const proofOf = (
  { passwordChangedAt }: Account,
  currentPassword: string,
): { readonly currentPassword?: string } =>
  passwordChangedAt === undefined ? {} : { currentPassword }
