import { type AppCommandName, MANAGEMENT } from '../../../protocol/management.ts'
import type { Op } from '../../../protocol/op.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { appUseCases } from '../../domain/app/use-cases.ts'
import type { AppCaller } from '../../domain/ports.ts'
import type { Ports } from '../../domain/use-case.ts'
import { type CommandOutcome, runOp } from '../command.ts'

/** Refuses what the key is not for. */
export function checkScope({ scope }: Op, caller: AppCaller): void {
  if (scope !== undefined && !caller.scopes.has(scope))
    throw new Refusal('forbidden', `This key does not have the scope ${scope}: use one that has it`)
}

/** The one way from the management port to a use-case, by itself or as one of many. */
export async function runAppCommand(
  world: Ports,
  name: AppCommandName,
  caller: AppCaller,
  raw: unknown,
): Promise<CommandOutcome> {
  const op: Op = MANAGEMENT[name]
  checkScope(op, caller)
  // The table ties each name to its input and its use-case; a loop over names cannot say so.
  const useCase = appUseCases[name] as (asked: object) => Promise<unknown>
  return runOp(op, raw, (input) => useCase({ ...world, caller, input }))
}
