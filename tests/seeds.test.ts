import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { version } from '../package.json'
import { clientDocument, managementDocument } from '../protocol/generate/documents.ts'
import { parlance, token } from './support/parlance.ts'

const ROOT = join(import.meta.dir, '..')
const root = (name: string) => Bun.file(join(ROOT, name)).text()
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value))

test('[SED-1] /schema.graphql and /openapi.yml are at these addresses, and in the root of the repository', async () => {
  await using server = await parlance()
  const schema = await fetch(`${server.url}/schema.graphql`)
  expect(await schema.text()).toBe(await root('schema.graphql'))
  expect(schema.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  const client = await fetch(`${server.url}/openapi.yml`)
  expect(parse(await client.text())).toEqual(asJson(clientDocument(version)))
  const management = await fetch(`${server.management}/openapi.yml`)
  const text = await management.text()
  expect(text).toBe(await root('openapi.yml'))
  expect(parse(text)).toEqual(asJson(managementDocument(version)))
  for (const { headers } of [schema, client, management]) {
    expect(headers.get('cache-control')).toBe('no-cache')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
  expect((await fetch(`${server.url}/openapi.yml`, { method: 'HEAD' })).status).toBe(200)
})

test('[SED-1] a schema that is not to be told is not published either', async () => {
  await using server = await parlance({ PARLANCE_GRAPHQL_INTROSPECTION: 'false' })
  expect((await fetch(`${server.url}/schema.graphql`)).status).toBe(404)
})

test('[SED-2] claims of a token that Parlance does not use are kept as the user’s info, and seen by their roommates', async () => {
  await using server = await parlance()
  const claims = { team: 'blue', level: 3, address: { city: 'Aachen' } }
  const id = 'clacks-4711'
  const ana = server.as(await token({ sub: id, name: 'Ana', ...claims, jti: 'x', nbf: 0 }))
  const ben = await server.user('Ben')
  expect((await ana.ask('GET', '/me')).info).toEqual(claims)
  const [unseen] = (await ben.ask('GET', `/users?id=${id}`)).users
  expect(unseen).toBeUndefined()
  const room = await ben.room('group')
  await ben.ask('PUT', `/rooms/${room.id}/members/${id}`)
  const [seen] = (await ben.ask('GET', `/users?id=${id}`)).users
  expect(seen.info).toEqual(claims)
  expect((await server.backend().ask('GET', `/users/${id}`)).info).toEqual(claims)
})

test('[SED-3] each line of the seeds has a proof: rules of SPEC.md, or a file', async () => {
  const rules = new Set(
    [...(await root('SPEC.md')).matchAll(/^- \*\*([A-Z]+-\d+)\*\*/gm)].map(([, id]) => id),
  )
  const rows = [...(await root('docs/seeds.md')).matchAll(/^\| (.+) \| (.+) \|(.*)\|$/gm)]
    .map(([, promise = '', kept = '', proof = '']) => ({ promise, kept, proof }))
    .filter(({ promise }) => promise !== 'promise' && !promise.startsWith('---'))
  expect(rows.length).toBeGreaterThan(60)
  const unproved = rows.filter(({ kept, proof }) => {
    const ids = proof.match(/[A-Z]{3}-\d+/g) ?? []
    const files = [...proof.matchAll(/`([\w./-]+)`/g)].map(([, file = '']) => file)
    const isThere =
      ids.every((id) => rules.has(id)) && files.every((file) => existsSync(join(ROOT, file)))
    return !isThere || (ids.length + files.length === 0 && !kept.startsWith('missing'))
  })
  expect(unproved).toEqual([])
})
