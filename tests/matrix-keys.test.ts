import { expect, test } from 'bun:test'
import { SCOPES } from '../protocol/entities.ts'
import { MANAGEMENT, type ManagementName } from '../protocol/management.ts'
import type { Op } from '../protocol/op.ts'
import type { Client } from './support/client.ts'
import { callOp, NOBODYS, neededBy, type Objects, requestTo } from './support/matrix.ts'
import { parlance } from './support/parlance.ts'

const APP = Object.entries(MANAGEMENT) as [ManagementName, Op][]
const NEW = {
  'users.create': { id: 'new', name: 'New' },
  'rooms.create': { type: 'group', name: 'New' },
  'keys.create': { name: 'New', scopes: ['users:read'] },
  batch: { mode: 'each', commands: [{ name: 'nothing' }] },
} as const
const isNew = (name: ManagementName): name is keyof typeof NEW => name in NEW

/** What a command of the app's must have: about what is there, or about what never was. */
const appInput = (name: ManagementName, op: Op, objects: Objects & { key: string }) => {
  const input = isNew(name) ? NEW[name] : neededBy(name, op, objects)
  return { ...input } as Record<string, unknown>
}

async function things(app: Client) {
  const user = `made-${crypto.randomUUID()}`
  await app.ask('POST', '/users', { id: user, name: 'Made' })
  const members = [{ user }]
  const room = await app.ask('POST', '/rooms', { type: 'group', name: 'Made', members })
  const message = await app.send(room.id, 'made')
  const key = await app.ask('POST', '/keys', { name: 'Made', scopes: ['users:read'] })
  return { room: room.id, message: message.id, user, invitation: '', key: key.id }
}

test('[AUT-5] a key does what it is for, and nothing else: every command, every scope, on objects of each kind', async () => {
  await using server = await parlance()
  const app = server.backend()
  const keys = new Map<string, Client>()
  for (const scope of SCOPES) {
    const { key } = await app.ask('POST', '/keys', { name: scope, scopes: [scope] })
    keys.set(scope, server.backend(key))
  }
  const wrong: string[] = []
  for (const [name, op] of APP)
    for (const [scope, client] of keys) {
      const made = await things(app)
      const isRequest = name.startsWith('requests.')
      const request = isRequest && { request: await requestTo(server, made.user) }
      const objects = { ...made, ...request }
      const may = op.scope === undefined || op.scope === scope
      const input = appInput(name, op, objects)
      if (name === 'keys.create') input['scopes'] = [scope]
      const key = name === 'keys.delete' && may ? app : client
      const { status, body } = await callOp(key, op, input)
      if (may ? status >= 300 : body?.code !== 'forbidden')
        wrong.push(`${scope} ${name}: ${status} ${body?.code}`)
      const batched = (
        await client.ask('POST', '/batch', {
          mode: 'each',
          commands: [
            {
              name,
              input: appInput(name, op, { ...NOBODYS, key: 'key_00000000000000000000000000' }),
            },
          ],
        })
      ).results[0]
      if (name !== 'batch' && !may && batched.error?.code !== 'forbidden')
        wrong.push(`${scope} ${name} in a batch: ${batched.status}`)
    }
  expect(wrong).toEqual([])
}, 120_000)

test('[AUT-5] what never was is not found, and without a key of the app nothing is asked', async () => {
  await using server = await parlance()
  const app = server.backend()
  const ana = await server.user('Ana')
  const none = { ...NOBODYS, key: 'key_00000000000000000000000000' }
  const wrong: string[] = []
  for (const [name, op] of APP) {
    const input = () => appInput(name, op, none)
    if (Object.keys(input()).some((field) => field in none)) {
      const { status } = await callOp(app, op, input())
      if (status !== 404) wrong.push(`${name}: ${status}`)
    }
    for (const word of [ana.token, 'nonsense']) {
      const { status, body } = await callOp(server.backend(word), op, input())
      if (status !== 401 || body.code !== 'invalid_key')
        wrong.push(`${name}: ${status} without a key`)
    }
  }
  expect(wrong).toEqual([])
}, 60_000)
