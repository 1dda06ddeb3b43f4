import { COMMANDS, type CommandName } from '../../protocol/commands.ts'
import type { Op } from '../../protocol/op.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Caller } from '../domain/ports.ts'
import { WORK } from '../domain/use-case.ts'
import { useCases } from '../domain/use-cases.ts'
import { encodeAnswer } from './encode-answer.ts'
import { CountedStore } from './limits/counted-store.ts'
import { priceOfAnswer, priceOfEvents, priceOfText } from './limits/prices.ts'
import type { Meter } from './meter.ts'
import type { Services } from './services.ts'
import { validate } from './validate.ts'

export type CommandOutcome = { readonly status: number; readonly body: unknown }
export type EncodedAnswer = { readonly status: number; readonly text: string }

/** Where the price of a command is taken from. */
export type Charges = Pick<Services['rateLimiter'], 'take' | 'charge'>

/**
 * The one way from a subscriber to a use-case, for all transports: checks who asks, how often, and the input. What a
 * text takes to index, and what many events take to tell, is charged when it is known.
 */
export async function runCommand(
  {
    ports,
    rateLimiter,
    meter,
  }: Pick<Services, 'ports' | 'meter'> & { readonly rateLimiter: Charges },
  name: CommandName,
  caller: Caller | undefined,
  raw: unknown,
): Promise<CommandOutcome> {
  const op: Op = COMMANDS[name]
  // The table ties each name to its input and its use-case; a loop over names cannot say so.
  const useCase = useCases[name] as (asked: object) => Promise<unknown>
  return metered(meter, name, async () => {
    if (op.asker !== 'user') return runOp(op, raw, (input) => useCase({ ...ports, caller, input }))
    if (caller === undefined) throw new Refusal('unauthenticated')
    const { id } = caller.user
    rateLimiter.take(id, op.cost)
    const store = new CountedStore(ports.store)
    const ran = await runOp(op, raw, (input) => {
      const price = priceOfInput(op, input)
      if (price > 0) rateLimiter.charge(id, price)
      return useCase({ ...ports, store, caller, input })
    })
    const caused =
      priceOfEvents(store.events) + (op.each ?? 0) * longest(ran.body) + workOf(ran.body)
    if (caused > 0) rateLimiter.charge(id, caused)
    return ran
  })
}

/** The same as text, which is charged by its length. */
export async function answerCommand(
  services: Services,
  name: CommandName,
  caller: Caller | undefined,
  raw: unknown,
): Promise<EncodedAnswer> {
  const { status, body } = await runCommand(services, name, caller, raw)
  const text = await encodeAnswer(body)
  if (caller !== undefined) services.rateLimiter.charge(caller.user.id, priceOfAnswer(text.length))
  return { status, text }
}

/** What the input says about the price. */
function priceOfInput({ each = 0, indexed }: Op, input: unknown): number {
  // The contract has parsed it: wherever these fields stand they are this. A loop over names cannot say so.
  const { id, text = '' } = input as { readonly id?: readonly string[]; readonly text?: string }
  return each * (id?.length ?? 0) + (indexed ? priceOfText(text) : 0)
}

const workOf = (body: unknown): number =>
  typeof body === 'object' && body !== null && WORK in body ? Number(body[WORK]) : 0

/** The length of an answer's longest list. */
function longest(body: unknown): number {
  let most = 0
  for (const value of Object.values(body ?? {}))
    if (Array.isArray(value)) most = Math.max(most, value.length)
  return most
}

/** Checks the input, and says with which status the answer goes out. */
export async function runOp(
  { input, status }: Op,
  raw: unknown,
  carryOut: (input: unknown) => Promise<unknown>,
): Promise<CommandOutcome> {
  const answer = await carryOut(validate(input, raw))
  if (typeof status === 'number') return { status, body: answer }
  const { made, value } = answer as { made: boolean; value: unknown }
  return { status: made ? status[0] : status[1], body: value }
}

/** Counts how long it took. */
export async function metered<T>(meter: Meter, name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  try {
    return await work()
  } finally {
    meter.ran(name, began)
  }
}
