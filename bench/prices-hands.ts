import type { CommandName } from '../protocol/commands.ts'
import type { AppCommandName } from '../protocol/management.ts'
import {
  asApp,
  batch,
  type Command,
  type Input,
  overRest,
  type Person,
  told,
} from './prices-client.ts'
import type { Outside } from './prices-outside.ts'

export type Ports = { readonly port: number; readonly managementPort: number }
/** Fields of what is answered. */
export type Found = Readonly<Record<string, unknown>>

/** What it is done with, so that refusals throw. */
export class Hands {
  constructor(
    readonly ports: Ports,
    readonly outside: Outside,
  ) {}
  async as(person: Person | undefined, name: CommandName, input: Input): Promise<Found> {
    return told(name, await overRest(this.ports.port, person, name, input)).body as Found
  }
  async app(name: AppCommandName, input: Input): Promise<Found> {
    return told(name, await asApp(this.ports.managementPort, name, input)).body as Found
  }
  batch(commands: readonly Command[]): Promise<Found[]> {
    return batch(this.ports.managementPort, commands)
  }
}
