import { COMMANDS, type CommandName } from '../protocol/commands.ts'
import { MANAGEMENT, type ManagementName } from '../protocol/management.ts'
import type { Op } from '../protocol/op.ts'
import { type Answer, asApp, type Input, overRest, type Person } from './prices-client.ts'
import { connectionDeeds } from './prices-connections.ts'
import {
  findDearest,
  type Priced,
  priceOf,
  refusalOf,
  type Setting,
  type Subject,
  wordsOf,
} from './prices-dearest.ts'
import type { At, Deed } from './prices-deeds.ts'
import { documentDeeds } from './prices-documents.ts'
import { overGraphql } from './prices-graphql.ts'
import { build } from './prices-inputs.ts'
import { UNPRICED } from './prices-known.ts'
import type { Override } from './prices-override.ts'
import { MANAGEMENT_OVERRIDES, OVERRIDES } from './prices-overrides.ts'
import { openDeeds } from './prices-refused.ts'
import { inRounds } from './prices-rounds.ts'
import { PricedSocket } from './prices-sockets.ts'
import type { PriceRow } from './prices-table.ts'

type Call = (input: Input) => Promise<Answer>
type Say = { readonly row: (row: PriceRow) => void; readonly unpriced: (why: string) => void }

/** Every command of people and apps, on every transport: the dearest input is looked for over REST. */
export async function priceCommands(
  setting: Setting,
  only: (name: string) => boolean,
  say: Say,
): Promise<void> {
  const { port } = setting.server
  const sockets = new Map<Person, PricedSocket>()
  for (const name of (Object.keys(COMMANDS) as CommandName[]).filter(only)) {
    const op: Op = COMMANDS[name]
    const override: Override = OVERRIDES[name] ?? {}
    const caller = (await override.as?.(setting.world, setting.hands)) ?? setting.world.people.ana
    const askerOf = (person: Person) => (op.asker === 'anyone' ? undefined : person)
    const transports: Record<string, (port: number, person: Person) => Promise<Call>> = {
      REST: async (at, person) => (input) => overRest(at, askerOf(person), name, input),
      WebSocket: async (_, person) => {
        const socket = await socketOf(person)
        return (input) => socket.command(name, input)
      },
      GraphQL: async (at, person) => (input) => overGraphql(at, askerOf(person), name, input),
    }
    let first: Priced | undefined
    for (const [transport, callAs] of Object.entries(transports)) {
      const subject: Subject = {
        ...{ name, op, override, caller },
        callAs: (person) => callAs(port, person),
      }
      try {
        const found = await onTransport(setting, subject, first)
        first ??= found
        const { fields, choice } = found
        const again: PriceRow['again'] =
          override.before === undefined && override.anew === undefined && transport !== 'WebSocket'
            ? async (at, n) => (await callAs(at, caller))(build(fields, choice, n))
            : undefined
        say.row({ ...rowOf(found, subject, transport, callerOf(askerOf(caller))), again })
      } catch (error) {
        say.unpriced(`${transport}: ${String(error).replace('Error: ', '')}`)
        if (first === undefined) break
      }
    }
    for (const socket of sockets.values()) await socket.close()
    sockets.clear()
  }

  /** A frame that is too large closes it. */
  async function socketOf(person: Person): Promise<PricedSocket> {
    const known = sockets.get(person)
    if (known?.isOpen) return known
    const socket = await PricedSocket.open(port, person)
    sockets.set(person, socket)
    return socket
  }
}

/** What was found over REST, or what this transport takes in its place. */
async function onTransport(
  setting: Setting,
  subject: Subject,
  found: Priced | undefined,
): Promise<Priced> {
  if (found === undefined || (await refusalOf(setting, subject, found)) !== undefined)
    return findDearest(setting, subject)
  return { ...found, ...(await priceOf(setting, subject, found, setting.rounds)) }
}

/** What is asked beside commands: connections, documents, what is open to all, and what is refused. */
export async function priceDeeds(
  { server, world, rounds }: Setting,
  only: (name: string) => boolean,
  say: Say,
): Promise<void> {
  let n = 0
  for (const [i, deed] of deedsOf({ port: server.port, world }).entries()) {
    const { name, transport, input, caller, call } = deed
    if (!only(name)) continue
    // Made once for each server, as some of them are large.
    const elsewhere = new Map<number, Deed | undefined>()
    const again: PriceRow['again'] = async (port, n) => {
      if (!elsewhere.has(port)) elsewhere.set(port, deedsOf({ port, world })[i])
      await elsewhere.get(port)?.call(n)
      return {}
    }
    try {
      const price = await inRounds(server, { count: rounds }, async () => {
        const count = ++n
        return () => call(count)
      })
      say.row({ name, transport, input, caller, again, ...price })
    } catch (error) {
      say.unpriced(`${transport}: ${name}: ${String(error).replace('Error: ', '')}`)
    }
  }
}

/** The app's commands: whoever has a key may, but the price is to be known. */
export async function priceManagement(
  setting: Setting,
  only: (name: string) => boolean,
  say: Say,
): Promise<void> {
  const { managementPort } = setting.server
  for (const name of Object.keys(MANAGEMENT) as ManagementName[]) {
    if (!only(`management ${name}`) || UNPRICED[`management ${name}`] !== undefined) continue
    const op: Op = MANAGEMENT[name]
    const subject: Subject = {
      ...{ name, op, override: MANAGEMENT_OVERRIDES[name] ?? {} },
      caller: setting.world.people.ana,
      callAs: async () => (input) => asApp(managementPort, name, input),
    }
    try {
      say.row(rowOf(await findDearest(setting, subject), subject, 'management', 'app'))
    } catch (error) {
      say.unpriced(`management: ${String(error).replace('Error: ', '')}`)
    }
  }
}

function rowOf(
  priced: Priced,
  { name }: Subject,
  transport: string,
  caller: PriceRow['caller'],
): PriceRow {
  const { cpu, tokens } = priced
  return { name, transport, input: wordsOf(priced), cpu, tokens, caller }
}

const callerOf = (asker: Person | undefined) => (asker === undefined ? 'nobody' : 'user')

const deedsOf = (at: At): Deed[] => [...connectionDeeds(at), ...openDeeds(at), ...documentDeeds(at)]
