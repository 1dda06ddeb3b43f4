import { COMMANDS, type CommandName } from '../../protocol/commands.ts'
import { UserId } from '../../protocol/ids.ts'
import type { Op } from '../../protocol/op.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Caller, Visitor } from '../domain/ports.ts'
import { requireNotBannedFromServer } from '../domain/sanctions/server-ban.ts'
import { WORK } from '../domain/use-case.ts'
import { useCases } from '../domain/use-cases.ts'
import { encodeAnswer } from './encode-answer.ts'
import { CountedStore } from './limits/counted-store.ts'
import { priceOfAnswer, priceOfEvents, priceOfText } from './limits/prices.ts'
import { countedEvents, requireQuotas, spendQuotas } from './limits/spend-quotas.ts'
import type { Meter } from './meter.ts'
import type { Services } from './services.ts'
import { validate } from './validate.ts'

export type CommandOutcome = { readonly status: number; readonly body: unknown }
/** `body`: the answer before it was encoded. */
export type EncodedAnswer = CommandOutcome & { readonly text: string }

/** The buckets that a command is charged to. */
export type Charges = Pick<Services['rateLimiter'], 'take' | 'charge'> &
  Partial<Pick<Services['rateLimiter'], 'inTurn'>>

/** Who sends a command. `visitor`: where it comes from. */
export type Sender = { readonly caller: Caller | undefined; readonly visitor?: Visitor }

/**
 * Runs a command of any transport: checks the caller, the rate and the input, and calls the use-case. Costs
 * that are known only later (indexing a text, delivering many events) are charged when they are known.
 */
export async function runCommand(
  {
    ports,
    rateLimiter,
    usage,
    meter,
  }: Pick<Services, 'ports' | 'usage' | 'meter'> & { readonly rateLimiter: Charges },
  name: CommandName,
  { caller, visitor }: Sender,
  raw: unknown,
): Promise<CommandOutcome> {
  const op: Op = COMMANDS[name]
  // The table has the right use-case for each name, which the type of a lookup cannot express.
  const useCase = useCases[name] as (args: object) => Promise<unknown>
  return metered(meter, name, async () => {
    if (op.asker !== 'user') {
      const store = new CountedStore(ports.store)
      const outcome = await runOp(op, raw, (input) => useCase({ ...ports, store, visitor, input }))
      // A guest who signs up is changed in all their rooms.
      const { data: user } = UserId.safeParse(Object(Object(outcome.body).user).id)
      if (user !== undefined) rateLimiter.charge(user, priceOfEvents(store.events))
      return outcome
    }
    if (caller === undefined) throw new Refusal('unauthenticated')
    const { id } = caller.user
    rateLimiter.take(id, op.cost)
    requireNotBannedFromServer(caller, name)
    const run = async () => {
      const store = new CountedStore(ports.store)
      let bytes = 0
      const outcome = await runOp(op, raw, (input) => {
        bytes = requireQuotas(usage, id, op, input)
        const price = priceOfInput(op, input)
        if (price > 0) rateLimiter.charge(id, price)
        return useCase({ ...ports, store, caller, visitor, input })
      })
      const events = countedEvents(op, outcome.status, store.events)
      const caused =
        priceOfEvents(events) +
        (op.each === undefined ? 0 : op.each * longestList(outcome.body)) +
        workOf(outcome.body)
      if (caused > 0) rateLimiter.charge(id, caused)
      if (events > 0) usage.add(id, 'eventsPerDay', events)
      spendQuotas(usage, id, op, outcome.status, bytes)
      return outcome
    }
    return rateLimiter.inTurn === undefined ? run() : rateLimiter.inTurn(id, run)
  })
}

/** Runs a command and encodes its answer, which is charged by its length. */
export async function answerCommand(
  services: Services,
  name: CommandName,
  sender: Sender,
  raw: unknown,
): Promise<EncodedAnswer> {
  const { caller } = sender
  const { status, body } = await runCommand(services, name, sender, raw)
  const text = await encodeAnswer(body)
  if (caller !== undefined) services.rateLimiter.charge(caller.user.id, priceOfAnswer(text.length))
  return { status, text, body }
}

/** The part of the price that is known from the input. */
function priceOfInput({ each = 0, indexed }: Op, input: unknown): number {
  // The schema has parsed the input: these fields have these types in every command, which a lookup cannot express.
  const { id, text = '' } = input as { readonly id?: readonly string[]; readonly text?: string }
  return each * (id?.length ?? 0) + (indexed ? priceOfText(text) : 0)
}

/** The work that the use-case reports beside its answer, in commands. */
const workOf = (body: unknown): number =>
  typeof body === 'object' && body !== null && WORK in body ? Number(body[WORK]) : 0

function longestList(body: unknown): number {
  let length = 0
  for (const value of Object.values(body ?? {}))
    if (Array.isArray(value)) length = Math.max(length, value.length)
  return length
}

/** Validates the input, runs the operation, and chooses the status of the answer. */
export async function runOp(
  { input, status }: Op,
  raw: unknown,
  run: (input: unknown) => Promise<unknown>,
): Promise<CommandOutcome> {
  const answer = await run(validate(input, raw))
  if (typeof status === 'number') return { status, body: answer }
  const { made, value } = answer as { made: boolean; value: unknown }
  return { status: made ? status[0] : status[1], body: value }
}

/** Measures how long the work took, and records a span if tracing is on. */
export async function metered<T>(meter: Meter, name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  try {
    return await (meter.tracing === undefined ? work() : meter.tracing.span(name, work))
  } finally {
    meter.ran(name, startedAt)
  }
}
