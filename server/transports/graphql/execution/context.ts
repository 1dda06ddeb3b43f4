import DataLoader from 'dataloader'
import { COMMANDS, type CommandName, type Output } from '../../../../protocol/commands.ts'
import type { MyRoom, User } from '../../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../../protocol/ids.ts'
import { checkJson } from '../../../../protocol/json.ts'
import { LIMITS } from '../../../../protocol/limits.ts'
import type { Op } from '../../../../protocol/op.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import type { Caller } from '../../../domain/ports.ts'
import { type Charges, runCommand } from '../../command.ts'
import type { Services } from '../../services.ts'
import { withoutNulls } from '../schema/shapes.ts'

export type Run = <N extends CommandName>(name: N, input: object) => Promise<Output<N>>

/** What one operation may see: use-cases as its caller, and what they brought already. */
export type Context = {
  readonly caller: Caller | undefined
  readonly run: Run
  readonly users: DataLoader<UserId, User | undefined>
  readonly rooms: DataLoader<RoomId, MyRoom | undefined>
  /** Where a subscription's field says what is listened to. */
  readonly listensTo: (target: Target) => void
}

/** What a subscription listens to: a room, all that its user hears, or the user's own log. */
export type Target = {
  readonly field: string
  readonly room: RoomId | undefined
  readonly own: boolean
  readonly ephemeral: boolean
  readonly after: string | undefined
  /** The variable that `after` was said with. */
  readonly afterVariable: string | undefined
}

/** What the commands of an operation may cause beside their own price, before the next one is begun. */
const OWED = 20

/** `payByAddress` takes from the rate of the caller's address. */
export type OperationCaller = {
  readonly caller: Caller | undefined
  readonly payByAddress: (cost: number) => void
}

/** Takes what an operation costs from its caller's rate, or from their address's where nobody is known. */
export const payerOf =
  ({ rateLimiter }: Services, { caller, payByAddress }: OperationCaller) =>
  (cost: number): void =>
    caller === undefined ? payByAddress(cost) : rateLimiter.take(caller.user.id, cost)

export function contextOf(
  { ports, meter, rateLimiter }: Services,
  { caller, payByAddress }: OperationCaller,
  listensTo: Context['listensTo'],
): Context {
  // The whole operation was paid for before it began, but for what each command turns out to cause.
  let owed = 0
  const paid: Charges = {
    take: () => {
      if (owed > OWED)
        throw new Refusal(
          'rate_limited',
          'This operation caused too much already: ask for less at once',
        )
    },
    charge: (user, cost) => {
      owed += cost
      rateLimiter.charge(user, cost)
    },
  }
  const run: Run = async (name, input) => {
    const { asker, cost = 1 }: Op = COMMANDS[name]
    if (asker === 'anyone' && caller !== undefined) payByAddress(cost)
    // As JSON from any other transport: no NUL, no half of a surrogate pair, not too deep.
    const given = withoutNulls(COMMANDS[name].input, input)
    checkJson(given)
    const { body } = await runCommand(
      { ports, meter, rateLimiter: paid },
      name,
      asker === 'anyone' ? undefined : caller,
      given,
    )
    return body as Output<typeof name>
  }
  const byId = <K extends string, V extends { readonly id: string }>(
    load: (ids: K[]) => Promise<readonly V[]>,
  ) =>
    new DataLoader<K, V | undefined>(
      async (ids) => {
        const found = new Map<string, V>((await load([...ids])).map((each) => [each.id, each]))
        return ids.map((id) => found.get(id))
      },
      { maxBatchSize: LIMITS.idsPerCommand },
    )
  return {
    caller,
    run,
    users: byId(async (id) => (await run('users.list', { id })).users),
    rooms: byId(async (id) => (await run('rooms.list', { id })).rooms.filter(isMine)),
    listensTo,
  }
}

const isMine = (room: Output<'rooms.list'>['rooms'][number]): room is MyRoom => 'role' in room
