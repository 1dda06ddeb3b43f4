import type { Input } from '../../../../protocol/commands.ts'
import type { PermissionRule } from '../../../../protocol/entities.ts'
import type { UserId } from '../../../../protocol/ids.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import { type Decision, decide } from '../../authorize.ts'
import type { RoomCommand } from '../../permissions.ts'
import type { Standing } from '../../ports.ts'

export type Question = Omit<Input<'permissions.explain'>, 'user'>
export type Answer = Pick<Decision<unknown>, 'rule' | 'condition' | 'refusal'>

/** The answer if a rule of the command refuses. */
export async function refusedBy(
  rule: PermissionRule,
  check: () => unknown,
): Promise<Answer | undefined> {
  try {
    await check()
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { rule, refusal: error }
  }
}

/** Whether the command would be refused without the user's role on the server. */
export const isByServerRole = (
  command: RoomCommand,
  found: Standing | undefined,
  owner?: UserId,
): boolean =>
  found !== undefined &&
  found.serverRole !== 'user' &&
  decide(command, { ...found, serverRole: 'user' }, owner).refusal !== undefined

/** The object that the command needs. Refuses `invalid_input` for a question without it. */
export function needed<F extends keyof Question>(
  question: Question,
  field: F,
): NonNullable<Question[F]> {
  const value = question[field]
  if (value === undefined) throw missing(field, 'is missing')
  return value
}

export const missing = (field: keyof Question, what: string): Refusal =>
  new Refusal('invalid_input', `${field}: ${what}`, { [field]: what })
