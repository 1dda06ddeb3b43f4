import { Random } from '../../history/random.ts'
import { waitFor } from '../../support/wait.ts'
import type { Fault, Victims } from './fault.ts'
import { linkFaults } from './link-faults.ts'
import { clockFaults, networkFaults, nodeFaults, serviceFaults } from './node-faults.ts'

const REST_MS = [1000, 5000] as const

/** What decides which harm is done. */
type Choice = {
  readonly seed: number
  readonly faults?: readonly string[]
  readonly onFault?: (name: string) => void
  /** At least so many are acknowledged while some are silent. */
  readonly sends?: number
  /** And before each harm: that much work gets done in between. */
  readonly between?: number
}

/** Does harm until the time is over, as the seed decides, and heals each harm. Answers how often. */
export async function harm(
  victims: Victims,
  { seed, faults, onFault, sends = 0, between = 0 }: Choice,
  until: number,
  acknowledged: () => number,
): Promise<Map<string, number>> {
  const done = new Map<string, number>()
  // Each lane chooses for itself, so that the time that a fault takes changes nobody's choices.
  const lanes = [0, 1, 2].map((n) => new Random(seed + n * 1_000_000))
  const [one, other, third] = lanes as [Random, Random, Random]
  /** No fault outlasts the plan. */
  const lasts = (random: Random, [least, most]: readonly [number, number]) =>
    Bun.sleep(Math.max(0, Math.min(random.between(least, most), until - performance.now())))
  const { nodes, services } = victims
  const enough = async () => {
    const before = acknowledged()
    await Bun.sleep(one.between(4000, 6000)) // Long enough to fill all that is between two.
    await waitFor(() => acknowledged() - before >= sends, 300)
  }
  await Promise.all([
    lane(
      [...nodeFaults(nodes, one), ...clockFaults(nodes, one), ...networkFaults(nodes, one, enough)],
      one,
    ),
    lane(serviceFaults(services, other), other),
    lane(
      linkFaults(nodes, third, (ms) => lasts(third, ms)).map(({ name, run }) => ({
        name,
        // Work must get done in between.
        run: () => run().then(() => lasts(third, REST_MS)),
      })),
      third,
    ),
  ])
  return done

  async function lane(all: readonly Fault[], random: Random): Promise<void> {
    const of = all.filter(({ name }) => faults?.includes(name) ?? true)
    if (of.length === 0) return
    while (performance.now() < until) {
      const before = acknowledged()
      await Bun.sleep(random.between(100, 1500))
      await waitFor(() => acknowledged() - before >= between || performance.now() > until, 60)
      if (performance.now() > until - 500) return
      const { name, run } = random.pick(of)
      done.set(name, (done.get(name) ?? 0) + 1)
      onFault?.(name)
      await run()
    }
  }
}
