import { Random } from '../history/random.ts'
import type { Hit, Way } from '../support/proxy.ts'
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
/** How long a chunk takes on a slow link: one that slows, or one on which a transaction takes 24 s. */
const SLOW_MS = [
  [200, 1000],
  [2500, 3000],
] as const
/** How long a link is harmed: TCP survives it, and a server's own time limits are shorter. */
const LONG_MS = [1000, 25_000] as const
/** And a commit: longer than a server may take a transaction to last. */
const HELD_MS = [16_000, 25_000] as const
const REST_MS = [1000, 5000] as const
/** How many chunks are cut in two, at the most, and within which time. */
const TRUNCATED = 4
const TRUNCATED_MS = 3000

export const CLOCK_FAULT = 'clock jumped'
export const START_FAULT = 'starts killed'

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

function nodeFaults(nodes: readonly Node[], random: Random): Fault[] {
  return [
    {
      name: 'node killed',
      run: async () => random.pick(nodes).kill(random.between(0, 1500)),
    },
    {
      name: START_FAULT,
      run: async () => random.pick(nodes).killStarting(random),
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
        const end = network().delay(random.between(20, 300))
        await Bun.sleep(random.between(1000, 3000))
        end()
      },
    },
    {
      name: 'network silent',
      run: async () => {
        const proxy = network()
        const end = proxy.silence()
        await Bun.sleep(random.between(500, 4000))
        if (random.chance(0.5)) proxy.cut()
        end()
      },
    },
    {
      name: 'packets lost',
      run: async () => {
        const proxy = network()
        const packets = new Random(random.between(0, 1e9))
        const end = proxy.lose(random.between(1, 30) / 100, () => packets.next())
        await Bun.sleep(random.between(1000, 4000))
        end()
      },
    },
    {
      name: 'one way silent',
      run: async () => {
        const proxy = network()
        const silent = random.pick<Way>(['there', 'back'])
        const end = proxy.silence((way) => way === silent)
        await Bun.sleep(random.between(500, 4000))
        end()
      },
    },
    {
      name: 'some silent',
      run: async () => {
        const proxy = network()
        const [until, nth] = [proxy.carried, random.between(0, SOME - 1)]
        const end = proxy.silence(
          (_, connection) => connection <= until && connection % SOME === nth,
        )
        await enough()
        end()
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

/** What happens between a node and its database or Redis, of which its clients know nothing. */
function linkFaults(
  nodes: readonly Node[],
  random: Random,
  lasts: (ms: readonly [number, number]) => Promise<void>,
): Fault[] {
  const links = nodes.flatMap((node) => node.links)
  if (links.length === 0) return []
  const link = () => random.pick(links)
  const database = () => random.pick(nodes.flatMap(({ proxies }) => proxies['database'] ?? []))
  const way = () => random.pick<Way>(['there', 'back'])
  const slow = () => {
    const [least, most] = random.pick(SLOW_MS)
    const ms = random.between(least, most)
    const chunks = new Random(random.between(0, 1e9))
    return () => ms * (0.8 + chunks.next() * 0.2)
  }
  return [
    {
      name: 'link slow',
      run: async () => {
        const end = link().delay(slow())
        await lasts(LONG_MS)
        end()
      },
    },
    {
      name: 'link slow one way',
      run: async () => {
        const slowWay = way()
        const end = link().delay(slow(), (each) => each === slowWay)
        await lasts(LONG_MS)
        end()
      },
    },
    {
      name: 'link silent',
      run: async () => {
        const silentWays = random.pick<readonly Way[]>([['there'], ['back'], ['there', 'back']])
        const end = link().silence((each) => silentWays.includes(each))
        await lasts(LONG_MS)
        end()
      },
    },
    {
      name: 'connection held',
      run: async () => {
        const end = link().hold()
        await lasts(LONG_MS)
        end()
      },
    },
    {
      name: 'commit held',
      run: async () => {
        // On its way, so that it happens late; or its answer, so that it has happened.
        const end = database().hold(isCommit, [way()])
        await lasts(HELD_MS)
        end()
      },
    },
    {
      name: 'commit late on a slow link',
      run: async () => {
        const proxy = database()
        const ends = [proxy.delay(slow()), proxy.hold(isCommit, ['there'])]
        await lasts(HELD_MS)
        for (const end of ends) end()
      },
    },
    {
      name: 'chunks truncated',
      run: async () => {
        const proxy = link()
        const cuts = Array.from({ length: random.between(1, TRUNCATED) }, () => {
          const cutWay = way()
          return proxy.truncate((each, _, bytes) => each === cutWay && bytes.length > 1)
        })
        await lasts([TRUNCATED_MS, TRUNCATED_MS])
        for (const end of cuts) end()
      },
    },
  ]
}

/** How PostgreSQL and MariaDB are told to commit what was written, up to a time. */
const COMMITS = ['; commit', 'autocommit = if']
const isCommit: Hit = (way, _, bytes) =>
  way === 'there' && COMMITS.some((words) => bytes.includes(words))

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
