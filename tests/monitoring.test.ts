import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { parlance } from './support/parlance.ts'

const Dashboard = z.object({
  panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })),
})
const Alerts = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({ expr: z.string(), annotations: z.object({ summary: z.string() }) }),
      ),
    }),
  ),
})
const file = (name: string) => Bun.file(join(import.meta.dir, '../deploy/monitoring', name)).text()
/** The names of metrics, without the endings of histograms. */
const metricsIn = (expr: string): string[] =>
  [...expr.matchAll(/\b(?:parlance|process)_[a-z_]+/g)].map(([name]) =>
    name.replace(/_(?:bucket|sum|count)$/, ''),
  )

test('[MET-3] every metric of the dashboard and of the alert rules is one of /metrics', async () => {
  await using server = await parlance()
  const text = await (await fetch(`${server.management}/metrics`)).text()
  const known = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name))
  const { panels } = Dashboard.parse(JSON.parse(await file('dashboard.json')))
  const { groups } = Alerts.parse(parse(await file('alerts.yaml')))
  const all = [
    ...panels.flatMap(({ targets }) => targets),
    ...groups.flatMap(({ rules }) => rules),
  ].map(({ expr }) => metricsIn(expr))
  expect(all.length).toBeGreaterThan(15)
  for (const names of all) expect(names).not.toEqual([])
  expect([...new Set(all.flat())].filter((name) => !known.has(name))).toEqual([])
})
