import type { AddressLimits } from '../../limits/address-limits.ts'
import type { Services } from '../../services.ts'
import type { Documents } from '../execution/documents.ts'
import type { GraphqlSubscribers } from './subscribers.ts'

/** What every way into `/graphql` is given. */
export type GraphqlServices = {
  readonly services: Services
  readonly addressLimits: AddressLimits
  readonly documents: Documents
  readonly subscribers: GraphqlSubscribers
}
