import { BlockList, isIP } from 'node:net'
import type { SanctionKind } from '../../protocol/entities.ts'
import type { UserId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Reader } from './ports.ts'

type Input = {
  readonly kind: SanctionKind
  readonly user?: UserId | undefined
  readonly addresses?: string | undefined
}

/** The user or the network that is meant. Refuses `invalid_input` for both, for neither, and for a mute of a network. */
export function targetIn({ kind, user, addresses }: Input): {
  readonly user?: UserId
  readonly addresses?: string
} {
  if (user !== undefined && addresses === undefined) return { user }
  if (addresses === undefined || user !== undefined)
    throw new Refusal('invalid_input', 'Name either a user or addresses', {
      user: 'must be there, unless there are addresses',
    })
  if (kind !== 'ban')
    throw new Refusal('invalid_input', 'Networks can be banned, but not muted or shadow-banned', {
      kind: 'must be ban for addresses',
    })
  return { addresses: networkOf(addresses) }
}

/** Each request is compared with every banned network. Refuses `too_many`. */
export async function requireSpaceForNetwork(reader: Reader): Promise<void> {
  if ((await reader.sanctions.networks()).length >= LIMITS.bannedNetworks)
    throw new Refusal('too_many', `${LIMITS.bannedNetworks} networks are banned: lift a ban first`)
}

/** The widest networks that can be banned: wider ones would lock out whole countries. */
const WIDEST = { 4: 16, 6: 32 } as const

/** A network in its normal form, `192.0.2.0/24`: an address alone is a network of one. Refuses `invalid_input`. */
function networkOf(text: string): string {
  const [, address = '', bits] = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const family = isIP(address)
  if (family !== 4 && family !== 6)
    throw invalid('must be an address or a network in CIDR notation')
  const longest = family === 4 ? 32 : 128
  const prefix = Number(bits ?? longest)
  if (prefix > longest) throw invalid(`must have a prefix of at most ${longest}`)
  if (prefix < WIDEST[family])
    throw invalid(`must have a prefix of at least ${WIDEST[family]}: a wider one bans too many`)
  return `${address.toLowerCase()}/${prefix}`
}

/** Whether an address is in one of these networks. */
export function matcherOf(networks: readonly string[]): (address: string) => boolean {
  if (networks.length === 0) return () => false
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return (address) => {
    const family = isIP(address)
    return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
}

const invalid = (what: string) =>
  new Refusal('invalid_input', `addresses ${what}`, { addresses: what })
