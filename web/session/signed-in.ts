import type { RoomId, UserId } from '@parlance/sdk'
import { createContext, useContext } from 'react'

export type SignedIn = {
  /** Known without a connection. */
  readonly me: { readonly id: UserId; readonly name: string }
  /** Undefined until the server has answered. */
  readonly lobby: RoomId | undefined
  /** Signs out on this device, or on all devices of the user. */
  readonly signOut: (isEverywhere: boolean) => Promise<void>
}

const Context = createContext<SignedIn | null>(null)
export const SignedInProvider = Context.Provider

export function useSignedIn(): SignedIn {
  const signedIn = useContext(Context)
  if (signedIn === null) throw new Error('nobody is signed in')
  return signedIn
}
