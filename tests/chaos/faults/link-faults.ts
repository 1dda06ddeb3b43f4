import { Random } from '../../history/random.ts'
import type { Hit, Way } from '../../support/proxy.ts'
import type { Node } from '../node.ts'
import type { Fault } from './fault.ts'

/** How long a chunk takes on a slow link: one that slows, or one on which a transaction takes 24 s. */
const SLOW_MS = [
  [200, 1000],
  [2500, 3000],
] as const
/** How long a link is harmed: TCP survives it, and a server's own time limits are shorter. */
const LONG_MS = [1000, 25_000] as const
/** And a commit: longer than a server may take a transaction to last. */
const HELD_MS = [16_000, 25_000] as const

/** How many chunks are cut in two, at the most, and within which time. */
const TRUNCATED = 4
const TRUNCATED_MS = 3000

/** What happens between a node and its database or Redis, of which its clients know nothing. */
export function linkFaults(
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
