import { expect, test } from 'bun:test'
import { OURS, sizeOf } from '../bench/sdk-size.ts'

/** A page’s first download is what its visitors wait for. */
const MOST = 4096
const MOST_OF_REACT = 1536

test('[PKG-4] the client is at most 4 KB, minified and gzipped', async () => {
  const size = await sizeOf(OURS.core)
  expect(size).toBeGreaterThan(1000)
  expect(size).toBeLessThanOrEqual(MOST)
})

test('[RCT-12] React adds at most 1.5 KB to it', async () => {
  const added = (await sizeOf(OURS['core and React'])) - (await sizeOf(OURS.core))
  expect(added).toBeGreaterThan(500)
  expect(added).toBeLessThanOrEqual(MOST_OF_REACT)
})
