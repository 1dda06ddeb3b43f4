import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { type Parlance, parlance, token } from './support/parlance.ts'

let server: Parlance
let app: Client
beforeAll(async () => {
  server = await parlance()
  app = server.backend()
})
afterAll(() => server[Symbol.asyncDispose]())

const suffix = () => crypto.randomUUID().slice(0, 8)

/** Creates a user with the handle. Returns the stored handle, or the code of the refusal. */
async function named(handle: string): Promise<string> {
  const { body } = await app.call('POST', '/users', { id: `ana-${suffix()}`, name: 'Ana', handle })
  return body.handle ?? body.code
}

test.each([
  ['capital letters', 'Ana.Lopez', 'ana.lopez'],
  ['the shortest', 'ab', 'ab'],
  ['the longest', 'b'.repeat(32), 'b'.repeat(32)],
  ['one letter', 'a', 'invalid_input'],
  ['33 letters', 'a'.repeat(33), 'invalid_input'],
  ['wide letters', 'ｃｌｅｏ', 'invalid_input'],
  ['a Cyrillic letter', 'аna', 'invalid_input'],
  ['a direction mark', 'ana\u202e', 'invalid_input'],
  ['a zero width space', 'an\u200ba', 'invalid_input'],
  ['a space', 'ana lopez', 'invalid_input'],
  ['a dot at the end', 'ana.', 'invalid_input'],
  ['a line break at the end', 'ana\n', 'invalid_input'],
  ['a name for all', 'everyone', 'invalid_input'],
  ['a look-alike of the server', 'par1ance', 'invalid_input'],
])('[USR-4] a handle is ASCII in lower case: %s', async (_, handle, stored) => {
  expect(await named(handle)).toBe(stored)
})

test.each([
  ['the same', 'dora-x', 'dora-x'],
  ['another case', 'emil-x', 'EMIL-X'],
  ['a zero for an o', 'oona-x', '0ona-x'],
  ['a one for an l', 'lola-x', '1o1a-x'],
  ['rn for m', 'mia-x', 'rnia-x'],
  ['another separator', 'fred-x', 'fred._x'],
])('[USR-5] a handle that looks like another one is taken: %s', async (_, first, second) => {
  expect(await named(first)).toBe(first)
  expect(await named(second)).toBe('handle_taken')
})

test('[USR-5] of two users who want one handle at the same moment one gets it', async () => {
  for (let i = 0; i < 10; i++) {
    const handle = `both-${suffix()}`
    const answers = await Promise.all([named(handle), named(handle)])
    expect(answers.toSorted()).toEqual([handle, 'handle_taken'].toSorted())
  }
})

test('[USR-5] the handle of a deleted user, and a handle that was given up, are free', async () => {
  const [first, second] = [`gone-${suffix()}`, `gone-${suffix()}`]
  const ana = await app.ask('POST', '/users', { id: first, name: 'Ana', handle: first })
  await app.ask('PATCH', `/users/${ana.id}`, { handle: second })
  expect(await named(first)).toBe(first)
  expect(await named(second)).toBe('handle_taken')
  await app.ask('DELETE', `/users/${ana.id}`)
  expect(await named(second)).toBe(second)
})

test('[USR-6] users set their own language and time zone, and remove them', async () => {
  const ana = await server.user('Ana')
  const profile = { locale: 'pt-BR', timeZone: 'America/Sao_Paulo' }
  expect(await ana.ask('PATCH', '/me', profile)).toMatchObject(profile)
  expect(await ana.ask('GET', '/me')).toMatchObject(profile)
  const after = await ana.ask('PATCH', '/me', { locale: null })
  expect(after.locale).toBeUndefined()
  expect(after.timeZone).toBe(profile.timeZone)
  // A new token of the app sets the name, and leaves the profile as it is.
  const renamed = server.as(await token({ sub: ana.id, name: 'Anna' }))
  expect(await renamed.ask('GET', '/me')).toMatchObject({
    name: 'Anna',
    timeZone: profile.timeZone,
  })
})

test.each([
  ['locale', 'x'],
  ['locale', 'de_DE'],
  ['locale', 'de-'],
  ['timeZone', 'Mars/Olympus'],
  ['timeZone', '+25:00'],
  ['timeZone', '../etc'],
])('[USR-6] a %s that nobody knows is refused: %s', async (field, value) => {
  const ana = await server.user('Ana')
  const { status, body } = await ana.call('PATCH', '/me', { [field]: value })
  expect([status, body.code]).toEqual([400, 'invalid_input'])
  expect(Object.keys(body.fields)).toEqual([field])
})

test('[USR-6] users of the app cannot change their name or handle', async () => {
  const ana = await server.user('Ana')
  expect((await ana.call('PATCH', '/me', { name: 'Eve' })).body.code).toBe('forbidden')
  expect((await ana.call('PATCH', '/me', { handle: 'eve' })).body.code).toBe('invalid_input')
})
