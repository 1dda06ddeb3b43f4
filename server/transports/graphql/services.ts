import type { AddressLimits } from '../address-limits.ts'
import type { Services } from '../services.ts'
import type { Documents } from './documents.ts'
import type { GraphqlSubscribers } from './subscribers.ts'

/** What every way into `/graphql` is given. */
export type GraphqlServices = {
  readonly services: Services
  readonly addressLimits: AddressLimits
  readonly documents: Documents
  readonly subscribers: GraphqlSubscribers
}
