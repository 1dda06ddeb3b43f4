import { median } from './measure.ts'
import { NotAtRest, type Price, type PricedServer } from './prices-process.ts'

/** A round of cheap calls takes so long, in ms of CPU. */
const LONG_MS = 40
const MOST_CALLS = 50
/** So often a round is repeated that could not be measured. */
const TRIES = 5

export type Rounds = {
  /** None: only the call that warms up. */
  readonly count: number
  /** One call in each round: something has to be made before it. */
  readonly isAlone?: boolean
}

/**
 * What a call takes: the median of some rounds. What is cheap is called many times in each round, as
 * collecting garbage and compiling would else be most of it. `prepare` makes one call, unmeasured.
 */
export async function inRounds(
  server: PricedServer,
  { count, isAlone = false }: Rounds,
  prepare: () => Promise<() => Promise<void>>,
): Promise<Price> {
  const round = async (times: number): Promise<Price> => {
    for (let tries = 1; ; tries++)
      try {
        return await once(times)
      } catch (error) {
        if (!(error instanceof NotAtRest) || tries === TRIES) throw error
      }
  }
  const once = async (times: number): Promise<Price> => {
    const calls: (() => Promise<void>)[] = []
    for (let i = 0; i < times; i++) calls.push(await prepare())
    await server.idle()
    const { cpu, tokens } = await server.price(async () => {
      for (const call of calls) await call()
    })
    return { cpu: cpu / times, tokens: tokens / times }
  }
  // It also warms the server up.
  const first = await round(1)
  if (count === 0) return first
  const isDear = first.cpu > LONG_MS / 2
  const times = isAlone || isDear ? 1 : Math.min(MOST_CALLS, Math.ceil(LONG_MS / first.cpu))
  const prices: Price[] = []
  for (let i = 0; i < count; i++) prices.push(await round(times))
  return {
    cpu: median(prices.map(({ cpu }) => cpu)),
    tokens: median(prices.map(({ tokens }) => tokens)),
  }
}
