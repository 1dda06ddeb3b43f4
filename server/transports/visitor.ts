import type { Visitor } from '../domain/ports.ts'
import type { Peers } from './http/trusted-proxies.ts'
import type { AddressLimits } from './limits/address-limits.ts'

/** Where a request comes from. The user sees it in the list of their sessions. */
export const visitorOf = (
  addressLimits: AddressLimits,
  request: Request,
  server: Peers,
): Visitor => ({
  address: addressLimits.addressOf(request, server),
  agent: request.headers.get('user-agent') ?? '',
})
