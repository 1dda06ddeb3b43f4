import type { AccountState } from '../use-account.ts'
import { Blocks } from './blocks.tsx'
import { ConsentForm } from './consent-form.tsx'
import { DeleteAccount } from './delete-account.tsx'
import { Exports } from './exports.tsx'

/** Who can reach the user, and what is known about them. */
export const Privacy = ({ account }: { readonly account: AccountState }) => (
  <>
    <ConsentForm />
    <Blocks />
    <Exports />
    <DeleteAccount account={account} />
  </>
)
