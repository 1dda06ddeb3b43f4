import type { ZodError } from 'zod'
import { COMMANDS, type CommandName } from '../../protocol/commands.ts'
import { LIMITS } from '../../protocol/limits.ts'
import type { Op } from '../../protocol/op.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Caller } from '../domain/ports.ts'
import { useCases } from '../domain/use-cases.ts'
import type { House } from './door.ts'
import type { Meter } from './meter.ts'

export type Ran = { readonly status: number; readonly body: unknown }

/** The one way from a wire to a use-case, for all doors: checks who asks, how often, and the input. */
export async function runCommand(
  {
    world,
    flood,
    meter,
  }: Pick<House, 'world' | 'meter'> & { readonly flood: Pick<House['flood'], 'take'> },
  name: CommandName,
  caller: Caller | undefined,
  raw: unknown,
): Promise<Ran> {
  const op: Op = COMMANDS[name]
  return metered(meter, name, () => {
    if (op.asker === 'user') {
      if (caller === undefined) throw new Refusal('unauthenticated')
      flood.take(caller.user.id, op.cost)
    }
    // The table ties each name to its input and its use-case; a loop over names cannot say so.
    const useCase = useCases[name] as (asked: object) => Promise<unknown>
    return runOp(op, raw, (input) => useCase({ ...world, caller, input }))
  })
}

/** Checks the input, and says with which status the answer goes out. */
export async function runOp(
  { input, status }: Op,
  raw: unknown,
  carryOut: (input: unknown) => Promise<unknown>,
): Promise<Ran> {
  const parsed = input.safeParse(raw)
  if (!parsed.success) throw invalid(parsed.error)
  const answer = await carryOut(parsed.data)
  if (typeof status === 'number') return { status, body: answer }
  const { made, value } = answer as { made: boolean; value: unknown }
  return { status: made ? status[0] : status[1], body: value }
}

/** Counts how long it took, and why it was refused. */
export async function metered<T>(meter: Meter, name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  try {
    return await work()
  } catch (error) {
    meter.refuse(error instanceof Refusal ? error.code : 'internal')
    throw error
  } finally {
    meter.ran(name, began)
  }
}

/** What does not fit, by field, without an echo of the input; of much that does not, the first. */
export function invalid(error: ZodError): Refusal {
  const fields: Record<string, string> = {}
  let named = 0
  const name = (field: string, says: string) => {
    if (named >= LIMITS.refusedFields || field in fields) return
    fields[field] = says
    named++
  }
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys.slice(0, LIMITS.refusedFields))
        name(clip(key), 'is not known here')
    else name(clip(issue.path.join('.')), issue.message)
    if (named >= LIMITS.refusedFields) break
  }
  const detail = Object.entries(fields).map(([field, says]) => `${field} ${says}`.trim())
  return new Refusal('invalid_input', detail.join('; '), fields)
}

const clip = (key: string): string => (key.length > 64 ? `${key.slice(0, 64)}…` : key)
