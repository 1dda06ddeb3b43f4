import { COMMANDS, type CommandName } from '../../protocol/commands.ts'
import { type AppCommandName, MANAGEMENT } from '../../protocol/management.ts'
import type { Op } from '../../protocol/op.ts'
import type { Client } from '../support/client.ts'
import {
  asked,
  EVERYTHING_HEARD,
  inWireEvent,
  inWireWords,
  operationOf,
  Subscribed,
  wsClient,
} from '../support/graphql.ts'
import { callOp } from '../support/matrix.ts'
import type { Socket } from '../support/socket.ts'
import type { Stream } from '../support/stream.ts'
import type { Found } from './entities.ts'
import type { Input } from './values.ts'

/** What a room is to its own member: fields of GraphQL that need another use-case. */
const OWN = new Set(['role', 'preferences', 'readSeq', 'unreadFrom'])

/** One user on every transport. */
export class Everywhere {
  private constructor(
    private readonly who: Client,
    private readonly socket: Socket,
    private readonly streams: Stream[],
    private readonly graphql: Subscribed,
    private readonly end: () => void,
    private openedAt = performance.now(),
  ) {}

  static async of(who: Client): Promise<Everywhere> {
    const client = wsClient(who)
    const graphql = new Subscribed(client, EVERYTHING_HEARD, { ephemeral: true })
    await graphql.ready()
    const [socket, stream] = await Promise.all([who.socket(), who.stream()])
    const streams = [stream]
    return new Everywhere(who, socket, streams, graphql, () => {
      socket.close()
      for (const each of streams) each.close()
      void client.dispose()
    })
  }

  /** Opens another stream before the server ends the last one, which it does after 45 s at the earliest. */
  async comeBack(): Promise<void> {
    if (performance.now() - this.openedAt < 20_000) return
    this.openedAt = performance.now()
    this.streams.push(await this.who.stream())
  }

  async call(way: Way, name: CommandName, input: Input): Promise<Found> {
    if (way === 'socket') return answered(name, await this.socket.command(name, input))
    if (way === 'REST')
      return answered(name, (await callOp(this.who, COMMANDS[name], { ...input })).body)
    const { field, query, variables } = operationOf(name, input, OWN)
    return inWireWords((await asked(this.who, query, variables))[field])
  }

  /** The events of each transport. */
  events(): Readonly<Record<Way, readonly Found[]>> {
    const { socket, streams, graphql } = this
    return {
      socket: [...socket.events, ...socket.signals] as Found[],
      REST: streams.flatMap(({ events, signals }) => [...events, ...signals]) as Found[],
      GraphQL: graphql.received.map(({ event }) => inWireEvent(event) as Found),
    }
  }

  [Symbol.dispose](): void {
    this.end()
  }
}

export const WAYS = ['REST', 'socket', 'GraphQL'] as const
export type Way = (typeof WAYS)[number]

export const APP_WAYS = ['REST', 'batch'] as const

export async function callApp(
  app: Client,
  way: (typeof APP_WAYS)[number],
  name: AppCommandName,
  input: Input,
): Promise<Found> {
  const op: Op = MANAGEMENT[name]
  if (way === 'REST') return answered(name, (await callOp(app, op, { ...input })).body)
  const commands = [{ name, input }]
  const { results } = await app.ask('POST', '/batch', { mode: 'all', commands })
  return answered(name, results[0].result ?? results[0].error.code)
}

/** The answer of a success. A command without content answers an empty object. */
function answered(name: string, answer: unknown): Found {
  if (answer === undefined) return {}
  if (typeof answer !== 'object' || answer === null || ('code' in answer && 'detail' in answer))
    throw new Error(`${name}: ${JSON.stringify(answer)}`)
  return answer as Found
}
