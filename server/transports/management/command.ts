import type { Scope } from '../../../protocol/entities.ts'
import { type AppCommandName, MANAGEMENT } from '../../../protocol/management.ts'
import type { Op } from '../../../protocol/op.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { appUseCases } from '../../domain/app/use-cases.ts'
import type { AppCaller } from '../../domain/ports.ts'
import type { Ports } from '../../domain/use-case.ts'
import { type CommandOutcome, runOp } from '../command.ts'

/** Refuses `forbidden` if the key lacks the scope of the command. */
export function checkScope({ scope }: Op, caller: AppCaller): void {
  if (scope !== undefined) requireScope(scope, caller)
}

export function requireScope(scope: Scope, caller: AppCaller): void {
  if (!caller.scopes.has(scope))
    throw new Refusal('forbidden', `This key does not have the scope ${scope}: use one that has it`)
}

/** Runs one command of the management port, also inside a batch. */
export async function runAppCommand(
  ports: Ports,
  name: AppCommandName,
  caller: AppCaller,
  raw: unknown,
): Promise<CommandOutcome> {
  const op: Op = MANAGEMENT[name]
  checkScope(op, caller)
  // The table has the right use-case for each name, which the type of a lookup cannot express.
  const useCase = appUseCases[name] as (args: object) => Promise<unknown>
  return runOp(op, raw, (input) => useCase({ ...ports, caller, input }))
}
