import type * as z from 'zod'
import type { CommandName } from '../../../protocol/commands.ts'
import { type AppCommandName, type AppOutput, MANAGEMENT } from '../../../protocol/management.ts'
import type { Op } from '../../../protocol/op.ts'

/** Runs commands of the contract: in a running server through its ports, or in this process on the database. */
export interface Link {
  /** Which of the two, for people. */
  readonly where: string
  /** The client port of the running server; undefined if the server is down. */
  readonly clientUrl: string | undefined
  /** Runs a command of the management port with every scope. Rejects with a refusal. */
  app(name: AppCommandName, input: object): Promise<unknown>
  /** Runs a command of the client port as a user. Rejects with a refusal. */
  as(user: string, name: CommandName, input: object): Promise<unknown>
  /** The code of a new link to become the first administrator; undefined if there is one already. */
  administratorLink(): Promise<string | undefined>
  close(): Promise<void>
}

type In<N extends AppCommandName> = z.input<(typeof MANAGEMENT)[N]['input']>

/** Runs a command of the management port, and checks its answer. */
export async function ask<N extends AppCommandName>(
  link: Link,
  name: N,
  input: In<N>,
): Promise<AppOutput<N>> {
  const op: Op = MANAGEMENT[name]
  // The table has the right schema for each name, which the type of a lookup cannot express.
  return op.output.parse(await link.app(name, input)) as AppOutput<N>
}

/** Reads pages until `limit` items are there. `more`: whether there are further items. */
export async function upTo<T>(
  limit: number,
  pageSize: number,
  page: (
    after: string | undefined,
    limit: number,
  ) => Promise<{ items: readonly T[]; next?: string | undefined }>,
): Promise<{ readonly items: readonly T[]; readonly hasMore: boolean }> {
  const items: T[] = []
  let after: string | undefined
  do {
    const found = await page(after, Math.min(pageSize, limit - items.length))
    items.push(...found.items)
    after = found.next
  } while (after !== undefined && items.length < limit)
  return { items, hasMore: after !== undefined }
}
