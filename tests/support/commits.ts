import { expect } from 'bun:test'
import { LIMITS } from '../../protocol/limits.ts'
import { DATABASE } from './database.ts'
import type { Parlance } from './parlance.ts'
import { waitFor } from './wait.ts'

/** How many messages a busy machine commits within the time that a transaction may last. */
export const AT_ONCE = DATABASE === 'sqlite' ? 1000 : 200

/** Of a message in a batch, without its text. */
const COMMAND_BYTES = 115

/** Commands in one commit. Nothing is stored by one that took too long: it is tried again. */
export const commit = (server: Parlance, commands: readonly object[]) =>
  waitFor(async () => {
    const { status, body } = await server
      .backend()
      .call('POST', '/batch', { mode: 'all', commands })
    if (status !== 503) expect([status, body.code]).toEqual([200, undefined])
    return status === 200
  }, 120)

/** Messages, each with its number, in as few commits as may be. */
export async function sendMany(
  server: Parlance,
  room: string,
  from: number,
  count: number,
  fill: string,
) {
  const fitting = Math.floor(LIMITS.batchBytes / (Buffer.byteLength(fill) + COMMAND_BYTES))
  const atOnce = Math.min(AT_ONCE, fitting)
  for (let sent = 0; sent < count; sent += atOnce) {
    const commands = Array.from({ length: Math.min(atOnce, count - sent) }, (_, i) => ({
      name: 'messages.send',
      input: { room, text: `${from + sent + i} ${fill}` },
    }))
    await commit(server, commands)
  }
}
