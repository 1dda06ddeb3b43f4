import { type BatchInput, type BatchOutcome, isAppCommand } from '../../../protocol/management.ts'
import { REFUSALS, Refusal } from '../../../protocol/refusals.ts'
import type { AppCaller, Store, Tx } from '../../domain/ports.ts'
import type { Ports } from '../../domain/use-case.ts'
import { errorOf, refusalOf } from '../answer.ts'
import type { CommandOutcome } from '../command.ts'
import type { Services } from '../services.ts'
import { runAppCommand } from './command.ts'

type Command = BatchInput['commands'][number]
/**
 * What happens in one transaction must not last: others wait for its locks, and cursors look back no
 * further than transactions may last (`Database.commitWindowMs`).
 */
const LONGEST_MS = 8000

/** Many commands at once. Each is checked and carried out as it would be by itself. */
export async function runBatch(
  services: Services,
  caller: AppCaller,
  { mode, commands }: BatchInput,
): Promise<{ readonly results: BatchOutcome[] }> {
  const { ports } = services
  if (mode === 'all') return { results: await together(ports, caller, commands) }
  const results = commands.map(async (command) => {
    try {
      return done(await carryOut(ports, caller, command))
    } catch (error) {
      return refused(refusalOf(error, services))
    }
  })
  return { results: await Promise.all(results) }
}

/** One transaction: nothing is stored, and nothing received, unless all of it is. */
function together(
  world: Ports,
  caller: AppCaller,
  commands: readonly Command[],
): Promise<BatchOutcome[]> {
  return world.store.write(async (tx) => {
    const until = performance.now() + LONGEST_MS
    const within = { ...world, store: storeOf(tx) }
    const results: BatchOutcome[] = []
    for (const [i, command] of commands.entries()) {
      if (performance.now() > until)
        throw new Refusal(
          'unavailable',
          `These commands take over ${LONGEST_MS / 1000} s in one transaction: send fewer at once`,
        )
      try {
        results.push(done(await carryOut(within, caller, command)))
      } catch (error) {
        throw error instanceof Refusal ? named(error, i) : error
      }
    }
    return results
  })
}

function carryOut(
  world: Ports,
  caller: AppCaller,
  { name, input }: Command,
): Promise<CommandOutcome> {
  if (!isAppCommand(name)) throw new Refusal('unknown_command')
  return runAppCommand(world, name, caller, input)
}

/** A store that is inside of a transaction already. */
const storeOf = (tx: Tx): Store => ({
  read: (work) => work(tx),
  write: (work) => work(tx),
  writeUnannounced: (work) => work(tx),
})

const done = ({ status, body: result }: CommandOutcome): BatchOutcome => ({ status, result })

const refused = (refusal: Refusal): BatchOutcome => ({
  status: REFUSALS[refusal.code].status,
  error: errorOf(refusal),
})

/** The refusal of one of many: which one it was. */
function named(refusal: Refusal, i: number): Refusal {
  const { code, message, fields = {} } = refusal
  const place = `commands.${i}`
  const inside = Object.entries(fields).map(([field, says]) => [`${place}.input.${field}`, says])
  const all = { [place]: message, ...Object.fromEntries(inside) }
  return new Refusal(code, `${place}: ${message}`, all, refusal)
}
