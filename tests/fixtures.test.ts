import { expect, test } from 'bun:test'
import { join } from 'node:path'
import * as z from 'zod'
import { COMMANDS } from '../protocol/commands.ts'
import * as entities from '../protocol/entities.ts'
import { EPHEMERAL_EVENTS, EVENTS, ThreadRoot } from '../protocol/events.ts'
import type { Fixture } from '../protocol/generate/fixtures.ts'
import { REFUSALS, Refusal, type RefusalCode } from '../protocol/refusals.ts'
import { answerRefusal } from '../server/transports/answer.ts'

// That each is also what the SDKs' types say: tests/support/typed-fixtures.ts by the compiler, and
// sdk/go/fixtures_test.go.

const read = (name: string): Promise<Record<string, Fixture>> =>
  Bun.file(join(import.meta.dir, `../protocol/fixtures/${name}.json`)).json()

const byName: Record<string, z.ZodObject> = {}
const Lobby = COMMANDS['lobby.get'].output
const all = { ...entities, Lobby, ThreadRoot, ...EVENTS, ...EPHEMERAL_EVENTS }
for (const [name, schema] of Object.entries<unknown>(all))
  if (schema instanceof z.ZodObject) byName[name] = schema

test('[GEN-3] every entity, event and signal has a fixture, and each is what its schema says', async () => {
  const all = Object.assign(
    {},
    ...(await Promise.all(['entities', 'management', 'events', 'ephemeral-events'].map(read))),
  )
  expect(Object.keys(all)).toEqual(
    expect.arrayContaining(Object.keys({ ...EVENTS, ...EPHEMERAL_EVENTS })),
  )
  for (const [name, schema] of Object.entries(byName))
    if (name === schema.meta()?.id) expect(all).toHaveProperty(name)
  for (const [name, { full, minimal }] of Object.entries<Fixture>(all)) {
    expect<unknown>(byName[name]?.parse(full), name).toEqual(full)
    expect<unknown>(byName[name]?.parse(minimal), name).toEqual(minimal)
  }
})

type Said = Pick<Refusal, 'retryAfter' | 'until' | 'id'> & {
  detail: string
  fields: Record<string, string>
}

test('[GEN-3] every refusal has a fixture, and the server says it like that', async () => {
  const all = await read('refusals')
  expect(Object.keys(all)).toEqual(Object.keys(REFUSALS))
  for (const [code, { full, minimal }] of Object.entries(all) as [RefusalCode, Fixture][]) {
    const { detail, fields, ...hints } = full as Said
    expect(await answerRefusal(new Refusal(code, detail, fields, hints)).json()).toEqual(full)
    expect(await answerRefusal(new Refusal(code)).json()).toEqual(minimal)
  }
})
