import { Random } from '../history/random.ts'
import type { Way } from '../support/proxy.ts'
import { waitFor } from '../support/wait.ts'
import type { Node } from './node.ts'
import type { Service } from './services.ts'

export type Victims = {
  readonly nodes: readonly Node[]
  /** Servers that are ours to kill; none where others use them. */
  readonly services: Readonly<Record<string, Service>>
}

/** Of the connections that there are, one in so many goes silent alone. */
const SOME = 3

export const CLOCK_FAULT = 'clock jumped'

/** A fault: it begins, lasts, and is healed. */
type Fault = { readonly name: string; readonly run: () => Promise<void> }

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
  const [one, other] = [new Random(seed), new Random(seed + 1_000_000)]
  const { nodes, services } = victims
  const enough = async () => {
    const before = acknowledged()
    await Bun.sleep(one.between(4000, 6000)) // Long enough to fill all that is between two.
    await waitFor(() => acknowledged() - before >= sends, 60)
  }
  await Promise.all([
    lane(
      [...nodeFaults(nodes, one), ...clockFaults(nodes, one), ...networkFaults(nodes, one, enough)],
      one,
    ),
    lane(serviceFaults(services, other), other),
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

function nodeFaults(nodes: readonly Node[], random: Random): Fault[] {
  return [
    {
      name: 'node killed',
      run: async () => random.pick(nodes).kill(random.between(0, 1500)),
    },
    {
      name: 'node paused',
      run: async () => {
        const node = random.pick(nodes)
        node.pause()
        await Bun.sleep(random.between(1000, 5000))
        node.resume()
      },
    },
  ]
}

/** Each start of a node sets its clock wrong, too. */
function clockFaults(nodes: readonly Node[], random: Random): Fault[] {
  const clocks = nodes.flatMap(({ clock }) => clock ?? [])
  return clocks.length === 0
    ? []
    : [{ name: CLOCK_FAULT, run: async () => random.pick(clocks).jump() }]
}

function networkFaults(
  nodes: readonly Node[],
  random: Random,
  enough: () => Promise<void>,
): Fault[] {
  const network = () => random.pick(nodes.flatMap((node) => Object.values(node.proxies)))
  return [
    { name: 'connections cut', run: async () => network().cut() },
    {
      name: 'network slow',
      run: async () => {
        const proxy = network()
        proxy.delay(random.between(20, 300))
        await Bun.sleep(random.between(1000, 3000))
        proxy.heal()
      },
    },
    {
      name: 'network silent',
      run: async () => {
        const proxy = network()
        proxy.silence()
        await Bun.sleep(random.between(500, 4000))
        if (random.chance(0.5)) proxy.cut()
        proxy.heal()
      },
    },
    {
      name: 'packets lost',
      run: async () => {
        const proxy = network()
        const packets = new Random(random.between(0, 1e9))
        proxy.lose(random.between(1, 30) / 100, () => packets.next())
        await Bun.sleep(random.between(1000, 4000))
        proxy.heal()
      },
    },
    {
      name: 'one way silent',
      run: async () => {
        const proxy = network()
        const silent = random.pick<Way>(['there', 'back'])
        proxy.silence((way) => way === silent)
        await Bun.sleep(random.between(500, 4000))
        proxy.heal()
      },
    },
    {
      name: 'some silent',
      run: async () => {
        const proxy = network()
        const [until, nth] = [proxy.carried, random.between(0, SOME - 1)]
        proxy.silence((_, connection) => connection <= until && connection % SOME === nth)
        await enough()
        proxy.heal()
      },
    },
    {
      name: 'all cut',
      run: async () => {
        for (const node of nodes) for (const proxy of Object.values(node.proxies)) proxy.cut()
      },
    },
  ]
}

function serviceFaults(services: Victims['services'], random: Random): Fault[] {
  return Object.entries(services).flatMap(([name, service]) => [
    {
      name: `${name} killed`,
      run: async () => {
        await service.kill()
        await Bun.sleep(random.between(0, 1000))
        service.start()
        await Bun.sleep(3000) // It recovers; work must get done in between.
      },
    },
    {
      name: `${name} frozen`,
      run: async () => {
        service.freeze()
        await Bun.sleep(random.between(500, 5000))
        service.thaw()
        await Bun.sleep(1000)
      },
    },
  ])
}
