import type { Account } from '@parlance/sdk'

export type AccountProps = {
  readonly account: Account
  readonly onChange: (account: Account) => void
}
