import * as z from 'zod'
import { RoomId } from '../../../protocol/ids.ts'
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
 * The longest duration of one transaction, in ms. Other writers wait for its locks, and a cursor looks back
 * no further than a transaction may last (`Database.commitWindowMs`).
 */
const MAX_MS = 8000

/** Commands of a batch with mode `each` that run at once. After them, other requests get their turn. */
const AT_ONCE = 8
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Runs many commands at once. Each is checked and executed as if it were sent alone. */
export async function runBatch(
  services: Services,
  caller: AppCaller,
  { mode, commands }: BatchInput,
): Promise<{ readonly results: BatchOutcome[] }> {
  const { ports } = services
  if (mode === 'all') return { results: await runTogether(ports, caller, commands) }
  const outcomeOf = async (command: Command): Promise<BatchOutcome> => {
    try {
      return succeeded(await run(ports, caller, command))
    } catch (error) {
      return refused(refusalOf(error, services))
    }
  }
  const results: BatchOutcome[] = []
  while (results.length < commands.length) {
    const next = commands.slice(results.length, results.length + AT_ONCE)
    results.push(...(await Promise.all(next.map(outcomeOf))))
    await nextTurn()
  }
  return { results }
}

/** Runs the commands in one transaction: either all of them are stored and published, or none. */
function runTogether(
  ports: Ports,
  caller: AppCaller,
  commands: readonly Command[],
): Promise<BatchOutcome[]> {
  return ports.store.write(async (tx) => {
    const endsAt = performance.now() + MAX_MS
    // In one call, because a transaction locks rooms in the order of their ids, and the commands have another one.
    await tx.rooms.lock(roomsOf(commands))
    const inTransaction = { ...ports, store: storeOf(tx) }
    const results: BatchOutcome[] = []
    for (const [i, command] of commands.entries()) {
      if (performance.now() > endsAt)
        throw new Refusal(
          'unavailable',
          `The commands take more than ${MAX_MS / 1000} s in one transaction: send fewer at once`,
        )
      // SQLite answers without a turn of the event loop: other requests would wait for the whole batch.
      await nextTurn()
      try {
        results.push(succeeded(await run(inTransaction, caller, command)))
      } catch (error) {
        throw error instanceof Refusal ? refusalAt(error, i) : error
      }
    }
    return results
  })
}

/** The rooms that the inputs name. */
const roomsOf = (commands: readonly Command[]): RoomId[] =>
  commands.flatMap(({ input }) => {
    const { success, data } = InRoom.safeParse(input)
    return success ? [data.room] : []
  })
const InRoom = z.object({ room: RoomId })

function run(ports: Ports, caller: AppCaller, { name, input }: Command): Promise<CommandOutcome> {
  if (!isAppCommand(name)) throw new Refusal('unknown_command')
  return runAppCommand(ports, name, caller, input)
}

/** A store that works inside an open transaction. */
const storeOf = (tx: Tx): Store => ({
  read: (work) => work(tx),
  write: (work) => work(tx),
  writeUnannounced: (work) => work(tx),
  scrub: async () => undefined, // only jobs do
})

const succeeded = ({ status, body: result }: CommandOutcome): BatchOutcome => ({ status, result })

const refused = (refusal: Refusal): BatchOutcome => ({
  status: REFUSALS[refusal.code].status,
  error: errorOf(refusal),
})

/** The refusal of one command of the batch, with the index of the command. */
function refusalAt(refusal: Refusal, i: number): Refusal {
  const { code, message, fields = {} } = refusal
  const path = `commands.${i}`
  const inside = Object.entries(fields).map(([field, problem]) => [
    `${path}.input.${field}`,
    problem,
  ])
  const all = { [path]: message, ...Object.fromEntries(inside) }
  return new Refusal(code, `${path}: ${message}`, all, refusal)
}
