import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'

export type ConnectionLimits = {
  readonly perNode: number
  readonly perAddress: number
  readonly perUser: number
}

/** How many sockets and streams are open on this node: in all, of one address, and of one user. */
export class Connections {
  readonly #limits: ConnectionLimits
  readonly #byAddress = new Map<string, number>()
  readonly #byUser = new Map<UserId, number>()
  #count = 0
  /** How often one was refused, by which limit. */
  readonly refused = { node: 0, address: 0, user: 0 }

  constructor(limits: ConnectionLimits) {
    this.#limits = limits
  }

  /** Refuses `too_many_connections`. The slot is to be closed. */
  open(address: string): Slot {
    const { perNode, perAddress } = this.#limits
    if (this.#count >= perNode) throw this.#refuse('node', perNode, 'on this node')
    if ((this.#byAddress.get(address) ?? 0) >= perAddress)
      throw this.#refuse('address', perAddress, 'of one address')
    this.#count++
    add(this.#byAddress, address, 1)
    return new Slot(this, address)
  }

  /** Refuses `too_many_connections`. */
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

  #refuse(limit: 'node' | 'address' | 'user', most: number, whose: string): Refusal {
    this.refused[limit]++
    return new Refusal(
      'too_many_connections',
      `At most ${most} connections ${whose} may be open: close one, or try again when one has ended`,
    )
  }
}

/** One of the connections that are allowed. */
export class Slot {
  readonly #connections: Connections
  readonly address: string
  #user: UserId | undefined
  #isClosed = false

  constructor(connections: Connections, address: string) {
    this.#connections = connections
    this.address = address
  }

  /** It is known whose connection it is. Refuses `too_many_connections`. */
  enter(user: UserId): void {
    if (this.#isClosed || this.#user !== undefined) return
    this.#connections.enter(user)
    this.#user = user
  }

  /** May come twice. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#connections.close(this.address, this.#user)
  }
}

function add<K>(counts: Map<K, number>, key: K, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
