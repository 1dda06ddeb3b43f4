import { expect, test } from 'bun:test'
import * as z from 'zod'
import { COMMANDS, type CommandName } from '../protocol/commands.ts'
import { NOBODY, strangers } from './support/consent.ts'
import { type Fields, graphqlOf, outcomes } from './support/existence.ts'

const inputOf = (name: CommandName) =>
  JSON.stringify(z.toJSONSchema(COMMANDS[name].input, { io: 'input', unrepresentable: 'any' }))
/** Every command that takes the id of a user, and the search, whose text can. */
const TAKES_USER = (Object.keys(COMMANDS) as CommandName[]).filter((name) =>
  /"\$ref":"[^"]*UserId"/.test(inputOf(name)),
)

/** What each of them is sent about a user. Ana may do it: she owns the room. */
const SENT: Readonly<Record<string, (user: string, at: Fields) => object>> = {
  'users.list': (id) => ({ id: [id] }),
  'rooms.create': (user) => ({ type: 'group', name: 'A', members: [user] }),
  'rooms.create (dm)': (user) => ({ type: 'dm', members: [user] }),
  'members.list': (after, { room }) => ({ room, after, limit: 1 }),
  'members.add': (user, { room }) => ({ room, user }),
  'members.update': (user, { room }) => ({ room, user, role: 'admin' }),
  'members.remove': (user, { room }) => ({ room, user }),
  'messages.send': (user, { room }) => ({ room, text: 'x', mentions: { users: [user] } }),
  'messages.update': (user, { room, message }) => ({
    room,
    message,
    text: 'y',
    mentions: { users: [user] },
  }),
  'messages.search': (user) => ({ q: `from:${user} x` }),
  'receipts.list': (after, { room, message }) => ({ room, message, after }),
  'reactions.list': (user, { room, message }) => ({ room, message, after: `👍 ${user}` }),
  'invitations.create': (user, { room }) => ({ room, user }),
  'requests.create': (user) => ({ user }),
  'legalHolds.create': (user) => ({ user, reason: 'x' }),
  'reports.create': (user) => ({ user, reason: 'spam' }),
  'reports.create (in a room)': (user, { room }) => ({ user, room, reason: 'spam' }),
  'links.create': (user) => ({ purpose: 'password', user }),
  'audit.list': (user) => ({ user }),
  'blocks.create': (user) => ({ user }),
  'blocks.delete': (user) => ({ user }),
  'sanctions.create': (user, { room }) => ({ room, user, kind: 'ban' }),
  'messages.deleteAll': (user, { room }) => ({ room, user }),
  'serverMessages.deleteAll': (user) => ({ user }),
  'serverSanctions.create': (user) => ({ user, kind: 'ban' }),
  'serverSanctions.list': (user) => ({ user }),
  'users.updateRole': (user) => ({ user, role: 'moderator' }),
  'permissions.explain': (user) => ({ command: 'rooms.list', user }),
  'permissions.explain (in a room)': (user, { room }) => ({ command: 'pins.add', room, user }),
  'permissions.explain (member)': (member, { room }) => ({
    command: 'members.remove',
    room,
    member,
  }),
}

test('[REQ-10] no command says whether a user exists: stranger, deleted and nobody get one answer', async () => {
  const tried = new Set(Object.keys(SENT).map((name) => name.split(' ')[0]))
  expect(TAKES_USER.filter((name) => !tried.has(name))).toEqual([])
  expect(TAKES_USER.length).toBeGreaterThan(8)
  await using at = await strangers()
  const { ana, ben, cleo } = at
  const gone = await at.server.user('Gone')
  await gone.ask('GET', '/me')
  await at.app.ask('DELETE', `/users/${gone.id}`)
  const { id: room } = (await at.group(ana)).body
  const { id: message } = await ana.send(room, 'x')
  await cleo.ask('PATCH', '/me/consent', { requestsFrom: 'nobody' })
  const users = [ben.id, cleo.id, gone.id, NOBODY.id]
  const wrong: string[] = []
  for (const [key, sent] of Object.entries(SENT)) {
    const name = key.split(' ')[0] as CommandName
    const answers: string[] = []
    for (const user of users)
      answers.push(await outcomes(ana, name, user, sent(user, { room, message })))
    if (new Set(answers).size > 1) wrong.push(`${key}: ${answers.join('\n')}`)
  }
  expect(wrong).toEqual([])
  const nodes = await Promise.all(users.map((id) => graphqlOf(ana, id)))
  expect(new Set(nodes)).toEqual(new Set(['null']))
  // The same comparison sees a difference where there may be one.
  await at.meet(ana, ben)
  const seen = []
  for (const user of users) seen.push(await outcomes(ana, 'users.list', user, { id: [user] }))
  expect(new Set(seen).size).toBe(2)
}, 60_000)
