import type { Quota } from '../../protocol/entities.ts'
import type { Client } from './client.ts'
import type { Parlance } from './parlance.ts'

/** The quotas of somebody, by name. */
export async function quotasOf(who: Client, path = '/me/quotas') {
  const { quotas } = await who.ask('GET', path)
  return Object.fromEntries((quotas as Quota[]).map((quota) => [quota.name, quota]))
}

/** How many commands were refused because of a quota. */
export async function metricOf({ management }: Parlance, quota: string): Promise<number> {
  const metrics = await (await fetch(`${management}/metrics`)).text()
  const line = new RegExp(`parlance_quota_refused_total\\{quota="${quota}"\\} (\\d+)`)
  return Number(line.exec(metrics)?.[1] ?? 0)
}
