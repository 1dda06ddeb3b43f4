import { type Account, ChatError } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'

export type AccountState =
  | { readonly state: 'unknown' }
  /** A guest, or a user whose app issues the tokens. */
  | { readonly state: 'none' }
  | {
      readonly state: 'there'
      readonly account: Account
      readonly change: (account: Account) => void
    }

/** How the user signs in. */
export function useAccount(): AccountState {
  const chat = useChat()
  const [account, setAccount] = useState<Account | 'none'>()
  useEffect(() => {
    chat.accounts.get().then(setAccount, (error: unknown) => {
      if (!(error instanceof ChatError)) throw error
      if (error.code === 'not_found' || error.code === 'forbidden') setAccount('none')
    })
  }, [chat])
  if (account === undefined) return { state: 'unknown' }
  return account === 'none' ? { state: 'none' } : { state: 'there', account, change: setAccount }
}
