import { expect, test } from 'bun:test'
import { OURS, sizeOf } from '../bench/sdk-size.ts'

/** A page’s first download is what its visitors wait for. */
const MOST = 4096

test('[PKG-4] the client is at most 4 KB, minified and gzipped', async () => {
  const size = await sizeOf(OURS.core)
  expect(size).toBeGreaterThan(1000)
  expect(size).toBeLessThanOrEqual(MOST)
})
