import DataLoader from 'dataloader'
import { COMMANDS, type CommandName, type Output } from '../../../../protocol/commands.ts'
import type { MyRoom, User } from '../../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../../protocol/ids.ts'
import { checkJson } from '../../../../protocol/json.ts'
import { LIMITS } from '../../../../protocol/limits.ts'
import type { Op } from '../../../../protocol/op.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import type { Caller, Visitor } from '../../../domain/ports.ts'
import { type Charges, runCommand } from '../../command.ts'
import type { Services } from '../../services.ts'
import { withoutNulls } from '../schema/shapes.ts'

export type Run = <N extends CommandName>(name: N, input: object) => Promise<Output<N>>

/** The context of one operation: its caller, the commands run as this caller, and loaders that cache their results. */
export type Context = {
  readonly caller: Caller | undefined
  readonly run: Run
  readonly users: DataLoader<UserId, User | undefined>
  readonly rooms: DataLoader<RoomId, MyRoom | undefined>
  /** Called by the field of a subscription. */
  readonly setTarget: (target: Target) => void
}

/** The logs of a subscription: one room, the user's own log, or all logs of the user. */
export type Target = {
  readonly field: string
  readonly room: RoomId | undefined
  readonly own: boolean
  readonly ephemeral: boolean
  readonly after: string | undefined
  /** The name of the variable that `after` was given with. */
  readonly afterVariable: string | undefined
}

/** No further command starts once the finished ones have cost this much beyond their base prices. */
const MAX_EXTRA_COST = 20

/** `payByAddress` takes from the rate limit of the caller's address. */
export type OperationCaller = {
  readonly caller: Caller | undefined
  readonly visitor: Visitor
  readonly payByAddress: (cost: number) => void
  /** Takes from the quotas of the caller's address. */
  readonly spendByAddress: (quotas: NonNullable<Op['spends']>) => void
}

/** Takes the cost of an operation from the rate limit of its caller, or of the address of an anonymous caller. */
export const payerOf =
  (
    { rateLimiter }: Services,
    { caller, payByAddress }: Omit<OperationCaller, 'visitor' | 'spendByAddress'>,
  ) =>
  (cost: number): void =>
    caller === undefined ? payByAddress(cost) : rateLimiter.take(caller.user.id, cost)

export function contextOf(
  { ports, usage, meter, rateLimiter }: Services,
  { caller, visitor, payByAddress, spendByAddress }: OperationCaller,
  setTarget: Context['setTarget'],
): Context {
  // Base prices were paid before the execution. Only the extra cost of each command is still charged.
  let extraCost = 0
  const charges: Charges = {
    take: () => {
      if (extraCost > MAX_EXTRA_COST)
        throw new Refusal(
          'rate_limited',
          'The commands of this operation cost too much: send fewer commands in one operation',
        )
    },
    charge: (user, cost) => {
      extraCost += cost
      rateLimiter.charge(user, cost)
    },
  }
  // Queries run beside each other, so that they can read together: their operation has waited for its turn.
  const chargesOfWrites: Charges = {
    ...charges,
    inTurn: (user, work) => rateLimiter.inTurn(user, work),
  }
  const run: Run = async (name, input) => {
    const { asker, method, cost = 1, spends = [] }: Op = COMMANDS[name]
    if (asker === 'anyone' && caller !== undefined) payByAddress(cost)
    if (asker === 'anyone') spendByAddress(spends)
    // The same check as for JSON on the other transports: no NUL, no lone surrogate, not too deep.
    const plainInput = withoutNulls(COMMANDS[name].input, input)
    checkJson(plainInput)
    const { body } = await runCommand(
      { ports, usage, meter, rateLimiter: method === 'GET' ? charges : chargesOfWrites },
      name,
      { caller: asker === 'anyone' ? undefined : caller, visitor },
      plainInput,
    )
    return body as Output<typeof name>
  }
  const byId = <K extends string, V extends { readonly id: string }>(
    load: (ids: K[]) => Promise<readonly V[]>,
  ) =>
    new DataLoader<K, V | undefined>(
      async (ids) => {
        const loaded = new Map<string, V>((await load([...ids])).map((each) => [each.id, each]))
        return ids.map((id) => loaded.get(id))
      },
      { maxBatchSize: LIMITS.idsPerCommand },
    )
  return {
    caller,
    run,
    users: byId(async (id) => (await run('users.list', { id })).users),
    rooms: byId(async (id) => (await run('rooms.list', { id })).rooms.filter(isMine)),
    setTarget,
  }
}

const isMine = (room: Output<'rooms.list'>['rooms'][number]): room is MyRoom => 'role' in room
