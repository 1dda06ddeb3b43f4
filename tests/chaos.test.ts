import { expect, test } from 'bun:test'
import { chaos } from './chaos/chaos.ts'
import { DATABASE } from './support/database.ts'

test('[CHA-1] nodes killed and paused, networks cut, slow and silent: nothing is lost, doubled, changed or told to the wrong one', async () => {
  const { verdict } = await chaos({
    database: DATABASE,
    nodes: DATABASE === 'sqlite' ? 1 : 2,
    seconds: 12,
    seed: 7,
    redisUrl: DATABASE === 'sqlite' ? '' : (process.env['TEST_REDIS_URL'] ?? ''),
    // The servers are shared with other tests: only the ways to them are harmed.
    services: {},
  })
  expect(verdict.violations).toEqual([])
  expect(verdict.acknowledged).toBeGreaterThan(100)
  expect(verdict.heard).toBeGreaterThan(verdict.stored)
  expect(Object.keys(verdict.faults).length).toBeGreaterThan(2)
}, 150_000)
