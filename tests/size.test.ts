import { expect, test } from 'bun:test'
import { OURS, sizeOf } from '../bench/sdk-size.ts'
import { COMMANDS } from '../protocol/commands.ts'
import type { Op } from '../protocol/op.ts'
import { ONLY_ONCE } from '../sdk/typescript/src/only-once.ts'

/** A page’s first download is what its visitors wait for. */
const MOST = 4096
const MOST_OF_REACT = 1536
const MOST_OF_WINDOW = 6144
const MOST_OF_ITS_HOOKS = 1024
const MOST_OF_MODERATION = 1024

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

test('[WIN-7] windows, outbox and drafts add at most 6 KB to it, and their hooks 1 KB', async () => {
  const size = await sizeOf(OURS['core and window'])
  expect(size - (await sizeOf(OURS.core))).toBeGreaterThan(1000)
  expect(size - (await sizeOf(OURS.core))).toBeLessThanOrEqual(MOST_OF_WINDOW)
  const react = `${OURS['core and window']}; export * from './react.ts'`
  const hooks = `${react}; export * from './react/window.ts'`
  const added = (await sizeOf(hooks)) - (await sizeOf(react))
  expect(added).toBeGreaterThan(200)
  expect(added).toBeLessThanOrEqual(MOST_OF_ITS_HOOKS)
})

test('[RCT-15] the lists of moderation and their hooks add at most 1 KB to it', async () => {
  const react = OURS['core and React']
  const lists = `${react}; export * from './moderation.ts'; export * from './react/moderation.ts'`
  const added = (await sizeOf(lists)) - (await sizeOf(react))
  expect(added).toBeGreaterThan(200)
  expect(added).toBeLessThanOrEqual(MOST_OF_MODERATION)
})

test('[PKG-4] the short pattern matches the commands that must not be repeated, and no other', () => {
  const commands: [string, Op][] = Object.entries(COMMANDS)
  const once = commands.filter(([, op]) => op.once).map(([name]) => name)
  expect(once.length).toBeGreaterThan(10)
  expect(commands.map(([name]) => name).filter((name) => ONLY_ONCE.test(name))).toEqual(once)
})
