import { expect, test } from 'bun:test'
import { SCOPES } from '../protocol/entities.ts'
import { MANAGEMENT, type ManagementName } from '../protocol/management.ts'
import type { Op } from '../protocol/op.ts'
import type { Client } from './support/client.ts'
import { Issuer } from './support/issuer.ts'
import { settled } from './support/jobs.ts'
import { callOp, NOBODYS, neededBy, type Objects, requestTo } from './support/matrix.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { clientOf, issuerSettings, signInByApp } from './support/sign-in.ts'

const APP = Object.entries(MANAGEMENT) as [ManagementName, Op][]
const NEW = {
  'users.create': { id: 'new', name: 'New' },
  'rooms.create': { type: 'group', name: 'New' },
  'accounts.create': { handle: 'new-handle' },
  'links.create': { purpose: 'sign_up' },
  'wordLists.create': { name: 'New', action: 'mask', words: ['unsaid'] },
  'keys.create': { name: 'New', scopes: ['users:read'] },
  batch: { mode: 'each', commands: [{ name: 'nothing' }] },
} as const
const newHandle = () => `h-${crypto.randomUUID().slice(0, 18)}`
const isNew = (name: ManagementName): name is keyof typeof NEW => name in NEW

const NONE: Things = {
  ...NOBODYS,
  key: 'key_00000000000000000000000000',
  job: 'job_00000000000000000000000000',
  account: NOBODYS.user,
}

/** What a command of the app's must have: about what is there, or about what never was. */
const appInput = (name: ManagementName, op: Op, objects: Things) => {
  const input = isNew(name) ? NEW[name] : neededBy(name, op, objects)
  // One thing for each scope: a handle is unique.
  if (name === 'accounts.create') return { handle: newHandle() }
  // A session belongs to a user with an account.
  if (name === 'sessions.delete') return { user: objects.account, session: objects.session }
  if (name === 'identities.delete') return { user: objects.account, identity: objects.identity }
  return { ...input } as Record<string, unknown>
}

type Things = Objects &
  Readonly<
    Record<
      'key' | 'job' | 'account' | 'session' | 'link' | 'identity' | 'report' | 'wordList',
      string
    >
  >

/** A user who has signed in at the issuer. */
async function accountOf(server: Parlance, issuer: Issuer) {
  issuer.user = { sub: newHandle() }
  const answer = await signInByApp(server)
  return { session: answer.body.session, client: clientOf(server, answer) }
}

async function things(app: Client, server: Parlance, issuer: Issuer): Promise<Things> {
  const user = `made-${crypto.randomUUID()}`
  await app.ask('POST', '/users', { id: user, name: 'Made' })
  const members = [{ user }]
  const room = await app.ask('POST', '/rooms', { type: 'group', name: 'Made', members })
  const message = await app.send(room.id, 'made')
  const asked = await app.ask('POST', '/rooms', { type: 'public', name: 'Asked', entry: 'request' })
  const asker = await server.user('Asker')
  const sanction = await app.ask('POST', '/sanctions', { kind: 'mute', room: room.id, user })
  const { token } = await app.ask('POST', '/tokens', { user })
  await server.as(token).ask('POST', `/me/sanctions/${sanction.id}/appeal`, { text: 'No' })
  const request = await asker.ask('POST', `/rooms/${asked.id}/join-requests`, {})
  const reported = { message: message.id, reason: 'spam' }
  const report = await server.as(token).ask('POST', '/reports', reported)
  const key = await app.ask('POST', '/keys', { name: 'Made', scopes: ['users:read'] })
  const job = await settled(app, 'tickets.sweep')
  const link = await app.ask('POST', '/links', { purpose: 'sign_up' })
  const words = { name: 'Words', action: 'refuse', words: ['unsaid'], room: room.id }
  const { id: wordList } = await app.ask('POST', '/word-lists', words)
  const { session, client } = await accountOf(server, issuer)
  const [identity] = (await client.ask('GET', '/identities')).identities
  return {
    room: room.id,
    sanction: sanction.id,
    message: message.id,
    joinRequest: request.id,
    user,
    invitation: '',
    key: key.id,
    job: job.id,
    account: client.id,
    session,
    link: link.id,
    wordList,
    identity: identity.id,
    report: report.report,
  }
}

/** An erasure of somebody, an export of somebody, and a legal hold on a room. */
async function rightsOf(app: Client, { room, user: owner }: Objects) {
  const user = `erased-${crypto.randomUUID()}`
  await app.ask('POST', '/users', { id: user, name: 'Erased' })
  const erasure = await app.ask('POST', '/erasures', { user, messages: 'keep' })
  const legalHold = await app.ask('POST', '/legal-holds', { room, reason: 'x' })
  const made = await app.ask('POST', '/exports', { user: owner })
  return { erasure: erasure.id, export: made.id, legalHold: legalHold.id }
}

test('[AUT-5] a key does what it is for, and nothing else: every command, every scope, on objects of each kind', async () => {
  await using issuer = await Issuer.open()
  await using server = await parlance(issuerSettings(issuer))
  const app = server.backend()
  const keys = new Map<string, Client>()
  for (const scope of SCOPES) {
    const { key } = await app.ask('POST', '/keys', { name: scope, scopes: [scope] })
    keys.set(scope, server.backend(key))
  }
  const wrong: string[] = []
  // What is refused changes nothing, so such tries share the objects.
  const shared = await things(app, server, issuer)
  for (const [name, op] of APP)
    for (const [scope, client] of keys) {
      const may = op.scope === undefined || op.scope === scope
      const made = may ? await things(app, server, issuer) : shared
      const isRequest = name.startsWith('requests.')
      const request = isRequest && {
        request: may ? await requestTo(server, made.user) : NOBODYS.request,
      }
      const isOfRights = may && /^(?:erasures|exports|legalHolds)\./.test(name)
      const objects = { ...made, ...request, ...(isOfRights && (await rightsOf(app, made))) }
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
              input: appInput(name, op, NONE),
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
  const wrong: string[] = []
  for (const [name, op] of APP) {
    const input = () => appInput(name, op, NONE)
    if (Object.keys(input()).some((field) => field in NONE)) {
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
