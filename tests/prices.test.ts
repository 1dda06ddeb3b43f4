import { expect, test } from 'bun:test'
import { UNPRICED, unknownCommands } from '../bench/prices-known.ts'
import { COMMANDS } from '../protocol/commands.ts'
import { MANAGEMENT } from '../protocol/management.ts'

test('[FLO-14] the bench of prices has an input for every command, or says why it has none', () => {
  // A new command with an id that only it has: bench/prices-overrides.ts says where an object of this kind comes from.
  expect(unknownCommands()).toEqual([])
  const names = [
    ...Object.keys(COMMANDS),
    ...Object.keys(MANAGEMENT).map((name) => `management ${name}`),
  ]
  expect(names).toEqual(expect.arrayContaining(Object.keys(UNPRICED)))
})
