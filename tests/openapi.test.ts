import { expect, test } from 'bun:test'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { version } from '../package.json'
import { COMMANDS } from '../protocol/commands.ts'
import { clientDocument, managementDocument } from '../protocol/generate/documents.ts'
import { MANAGEMENT } from '../protocol/management.ts'
import { CLIENT } from './support/contract.ts'
import { parlance } from './support/parlance.ts'

const DOCUMENTS = [
  [clientDocument(version), COMMANDS],
  [managementDocument(version), MANAGEMENT],
] as const

test('[API-1] the documents hold every command of the protocol, by its name', () => {
  for (const [{ paths }, table] of DOCUMENTS) {
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
    const ids = operations.map(({ operationId }) => operationId)
    expect(ids.sort()).toEqual(Object.keys(table).sort())
  }
})

test('[API-1] they pass the linter, which finds what is wrong', async () => {
  const config = await createConfig({ extends: ['recommended'], rules: LINT })
  const lint = async (source: string) => {
    const problems = await lintFromString({ source, config })
    return problems.map(
      ({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`,
    )
  }
  for (const [document] of DOCUMENTS) {
    const text = JSON.stringify(document)
    expect(await lint(text)).toEqual([])
    expect(
      await lint(text.replace('"#/components/schemas/', '"#/components/nowhere/')),
    ).not.toEqual([])
  }
})

/** OpenAPI says that what is written out goes before what stands for anything: `members/me` is no doubt. */
const LINT = { 'no-ambiguous-paths': 'off' } as const

test('[API-2] every answer that a test asks for is held against its document, and what differs is found', () => {
  const user = { id: 'ana', name: 'Ana', kind: 'person', createdAt: '2026-01-01T00:00:00.000Z' }
  const answer =
    (body: object, status = 200) =>
    () =>
      CLIENT.check('GET', '/me', { status, type: 'application/json', body })
  expect(answer(user)).not.toThrow()
  expect(answer({ ...user, kind: 'robot' })).toThrow('/kind')
  expect(answer({ ...user, password: 'x' })).toThrow('additional properties')
  expect(answer({ ...user, createdAt: undefined })).toThrow('createdAt')
  expect(answer(user, 201)).toThrow('not in the document')
  expect(answer({ code: 'not_found' }, 404)).toThrow('application/json')
  expect(() =>
    CLIENT.check('GET', '/me', {
      status: 404,
      type: 'application/problem+json',
      body: { code: 'x' },
    }),
  ).toThrow('code')
})

test('[API-3] the page shows every command, and loads nothing', async () => {
  await using server = await parlance()
  const page = await fetch(`${server.management}/docs`)
  const text = await page.text()
  for (const name of Object.keys(MANAGEMENT)) expect(text).toContain(`<section id="${name}">`)
  expect(page.headers.get('content-security-policy')).toStartWith(
    "default-src 'none'; style-src 'sha256-",
  )
  expect(text).not.toMatch(/<script|<link|src=|https?:\/\//)
  const document = await (await fetch(`${server.management}/openapi.json`)).json()
  expect(document.info.title).toBe('Parlance, management port')
})
