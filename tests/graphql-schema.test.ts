import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildClientSchema, buildSchema, findSchemaChanges, getIntrospectionQuery } from 'graphql'
import { generated } from '../bin/generate.ts'
import { hashOf } from '../server/transports/graphql/execution/operations.ts'
import type { Client } from './support/client.ts'
import { asked, graphql } from './support/graphql.ts'
import { type Parlance, parlance } from './support/parlance.ts'

let server: Parlance
let ana: Client
beforeAll(async () => {
  server = await parlance()
  ana = await server.user('Ana')
})
afterAll(() => server[Symbol.asyncDispose]())

describe('[GQL-12] an operator decides what may be asked', () => {
  test('[GQL-12] known operations are said by their hash, and others not at all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parlance-'))
    const text = 'query Me { viewer { name } }'
    writeFileSync(join(folder, 'me.graphql'), text)
    const list = join(folder, 'list.json')
    writeFileSync(list, JSON.stringify({ [hashOf(text)]: text }))
    for (const PARLANCE_GRAPHQL_OPERATIONS of [folder, list]) {
      await using strict = await parlance({
        PARLANCE_GRAPHQL_OPERATIONS,
        PARLANCE_GRAPHQL_ONLY: 'true',
      })
      const ben = await strict.user('Ben')
      const by = async (body: object) => {
        const headers = { authorization: `Bearer ${ben.token}`, 'content-type': 'application/json' }
        const sent = { method: 'POST', headers, body: JSON.stringify(body) }
        return (await fetch(`${strict.url}/graphql`, sent)).json()
      }
      const hash = (word: string) => ({
        extensions: { persistedQuery: { version: 1, sha256Hash: word } },
      })
      expect(await by(hash(hashOf(text)))).toEqual({ data: { viewer: { name: 'Ben' } } })
      for (const other of [
        hash(hashOf('{ viewer { id } }')),
        { query: '{ viewer { id } }' },
        hash('nonsense'),
      ])
        expect((await by(other)).errors[0].extensions.code).toBe('unknown_operation')
    }
    rmSync(folder, { recursive: true })
  })

  test('[GQL-12] the schema is told, or not', async () => {
    const query = getIntrospectionQuery()
    expect((await asked(ana, query)).__schema.queryType.name).toBe('Query')
    await using quiet = await parlance({ PARLANCE_GRAPHQL_INTROSPECTION: 'false' })
    const ben = await quiet.user('Ben')
    expect((await graphql(ben, query)).code).toBe('invalid_operation')
    expect((await asked(ben, '{ viewer { name __typename } }')).viewer).toEqual({
      name: 'Ben',
      __typename: 'User',
    })
  })
})

test('[GQL-13] docs/api/schema.graphql is the schema that is spoken: `npm run generate` renews it', async () => {
  const path = 'docs/api/schema.graphql'
  const kept = await Bun.file(join(import.meta.dir, '..', path)).text()
  expect(kept).toBe((await generated())[path] ?? '')
  const spoken = buildClientSchema(await asked(ana, getIntrospectionQuery()))
  const changes = findSchemaChanges(buildSchema(kept), spoken)
  expect(changes.filter(({ type }) => type !== 'DESCRIPTION_CHANGED')).toEqual([])
  expect(buildSchema(kept).getMutationType()?.getFields()).toHaveProperty('sendMessage')
})
