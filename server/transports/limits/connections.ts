import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Services } from '../services.ts'

export type ConnectionLimits = {
  readonly perNode: number
  readonly perAddress: number
  readonly perUser: number
}

/** Counts the open sockets and streams of this node: in all, by address, and by user. */
export class Connections {
  readonly #limits: ConnectionLimits
  readonly #byAddress = new Map<string, number>()
  readonly #byUser = new Map<UserId, number>()
  #count = 0
  /** Refused connections, by limit. */
  readonly refused = { node: 0, address: 0, user: 0 }

  constructor(
    limits: ConnectionLimits,
    readonly bannedNetworks: Services['bannedNetworks'],
  ) {
    this.#limits = limits
  }

  /** Refuses `too_many_connections`. The caller must close the slot. */
  open(address: string): Slot {
    const { perNode, perAddress } = this.#limits
    if (this.#count >= perNode) throw this.#refuse('node', perNode, 'on this node')
    if ((this.#byAddress.get(address) ?? 0) >= perAddress)
      throw this.#refuse('address', perAddress, 'of one address')
    this.#count++
    add(this.#byAddress, address, 1)
    return new Slot(this, address)
  }

  /** Counts an open connection for its user. Refuses `too_many_connections`. */
  enter(user: UserId): void {
    const { perUser } = this.#limits
    if ((this.#byUser.get(user) ?? 0) >= perUser) throw this.#refuse('user', perUser, 'of one user')
    add(this.#byUser, user, 1)
  }

  close(address: string, user: UserId | undefined): void {
    this.#count--
    add(this.#byAddress, address, -1)
    if (user !== undefined) add(this.#byUser, user, -1)
  }

  #refuse(limit: 'node' | 'address' | 'user', max: number, whose: string): Refusal {
    this.refused[limit]++
    return new Refusal(
      'too_many_connections',
      `At most ${max} connections ${whose} may be open: close one, or try again when one has ended`,
    )
  }
}

/** One of the allowed connections. */
export class Slot {
  readonly #connections: Connections
  readonly address: string
  #user: UserId | undefined
  #isClosed = false
  /** The list of banned networks with which the address was compared last. */
  #compared: number

  constructor(connections: Connections, address: string) {
    this.#connections = connections
    this.address = address
    this.#compared = connections.bannedNetworks.version
  }

  /** Whether the network was banned since the last call. A network of IPv6 is compared by its first address. */
  isNewlyBanned(): boolean {
    const { bannedNetworks } = this.#connections
    if (this.#compared === bannedNetworks.version) return false
    this.#compared = bannedNetworks.version
    return bannedNetworks.has(this.address.replace(/\/.*/, ''))
  }

  /** Sets the user of the connection. Refuses `too_many_connections`. */
  enter(user: UserId): void {
    if (this.#isClosed || this.#user !== undefined) return
    this.#connections.enter(user)
    this.#user = user
  }

  /** May be called twice. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#connections.close(this.address, this.#user)
  }
}

function add<K>(counts: Map<K, number>, key: K, change: number): void {
  const count = (counts.get(key) ?? 0) + change
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
