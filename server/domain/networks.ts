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

/** Refuses `invalid_input` for a network that contains the caller's address: the caller could not lift the ban. */
export function requireOtherNetwork(network: string, address: string | undefined): void {
  if (address !== undefined && matcherOf([network])(address))
    throw invalid('must not contain your own address')
}

/** Each request is compared with every banned network. Refuses `too_many`. */
export async function requireSpaceForNetwork(reader: Reader): Promise<void> {
  if ((await reader.sanctions.networks()).length >= LIMITS.bannedNetworks)
    throw new Refusal('too_many', `${LIMITS.bannedNetworks} networks are banned: lift a ban first`)
}

/** The widest networks that can be banned: wider ones would lock out whole countries. */
const WIDEST = { 4: 16, 6: 32 } as const

/** A home has a /64 of IPv6: its users change their address within it at any time. */
const NARROWEST_IPV6 = 64

/**
 * A network in its normal form, `192.0.2.0/24`: an address alone is a network of one, and an IPv6 address one of a /64.
 * IPv4 networks in the notation of IPv6 (`::ffff:192.0.2.0/120`) are IPv4. Refuses `invalid_input`.
 */
function networkOf(text: string): string {
  const [, address = '', bits] = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const family = isIP(address)
  if (family === 0) throw invalid('must be an address or a network in CIDR notation')
  const longest = family === 4 ? 32 : 128
  const prefix = Number(bits ?? longest)
  if (prefix > longest) throw invalid(`must have a prefix of at most ${longest}`)
  if (family === 4) return network4(groupsOf(`::ffff:${address}`), prefix)
  const groups = groupsOf(address)
  if (isMapped(groups) && prefix >= 96) return network4(groups, prefix - 96)
  return network6(groups, prefix)
}

/** `groups`: the last two are the address. */
function network4(groups: readonly number[], prefix: number): string {
  requireNarrow(4, prefix)
  const bytes = masked(groups, prefix + 96).slice(-2)
  return `${bytes.flatMap((group) => [group >> 8, group & 255]).join('.')}/${prefix}`
}

function network6(groups: readonly number[], asked: number): string {
  requireNarrow(6, asked)
  const prefix = Math.min(asked, NARROWEST_IPV6)
  const network = masked(groups, prefix)
  // All IPv4 addresses in the notation of IPv6 (::ffff:0:0/96) are in this network.
  if (network.every((group) => group === 0))
    throw invalid('must not contain all IPv4 addresses: name a narrower network')
  const hostname = network.map((group) => group.toString(16)).join(':')
  return `${new URL(`http://[${hostname}]`).hostname.slice(1, -1)}/${prefix}`
}

function requireNarrow(family: 4 | 6, prefix: number): void {
  if (prefix < WIDEST[family])
    throw invalid(`must have a prefix of at least ${WIDEST[family]}: a wider one bans too many`)
}

const isMapped = (groups: readonly number[]) =>
  groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff

/** An IPv6 address as eight groups of 16 bits. */
export function groupsOf(address: string): readonly number[] {
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [before, after] = [head, tail].map((half) => half.split(':').filter(Boolean))
  const gap = Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => '0')
  return [...(before ?? []), ...gap, ...(after ?? [])].map((group) => Number.parseInt(group, 16))
}

/** The first `prefix` bits of an address; the others are 0. */
const masked = (groups: readonly number[], prefix: number) =>
  groups.map((group, index) => {
    const bits = Math.min(Math.max(prefix - index * 16, 0), 16)
    return group & (0xffff << (16 - bits)) & 0xffff
  })

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
