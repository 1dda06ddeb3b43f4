import type { ChatError } from './error.ts'
import type { User } from './protocol.ts'

/** The state of the connection. */
export type Status =
  | { readonly state: 'connecting' }
  | { readonly state: 'live'; readonly user: User }
  /** `error` is the reason, if it is known. */
  | {
      readonly state: 'waiting'
      readonly retryInMs: number
      readonly error?: ChatError | undefined
    }
  | { readonly state: 'closed'; readonly error?: ChatError | undefined }
