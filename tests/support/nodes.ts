import { type Parlance, parlance } from './parlance.ts'

export const REDIS = process.env['TEST_REDIS_URL'] ?? ''
/** One Redis, and a Cluster with sharded pub/sub. */
export const BUSES = [
  ['Redis', REDIS],
  ['a Redis Cluster', process.env['TEST_REDIS_CLUSTER_URL'] ?? ''],
] as const

/** Several nodes on one database and one bus. */
export async function nodes(count: number, settings: Record<string, string> = {}) {
  const joined = { PARLANCE_REDIS_URL: REDIS, ...settings }
  const first = await parlance(joined)
  const { PARLANCE_DATABASE_URL } = first.place
  const all: Parlance[] = [first]
  while (all.length < count) all.push(await parlance({ PARLANCE_DATABASE_URL, ...joined }))
  return {
    all,
    at: (i: number) => all[i % count] as Parlance,
    [Symbol.asyncDispose]: async () => {
      for (const node of all.toReversed()) await node[Symbol.asyncDispose]()
    },
  }
}
