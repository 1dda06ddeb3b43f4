import type { AddressLimits } from '../../limits/address-limits.ts'
import type { Services } from '../../services.ts'
import type { Documents } from '../execution/documents.ts'
import type { GraphqlSubscribers } from './subscribers.ts'

/** The shared services of HTTP requests, streams and sockets of `/graphql`. */
export type GraphqlServices = {
  readonly services: Services
  readonly addressLimits: AddressLimits
  readonly documents: Documents
  readonly subscribers: GraphqlSubscribers
}
