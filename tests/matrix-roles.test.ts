import { expect, test } from 'bun:test'
import type { ServerRole } from '../protocol/entities.ts'
import type { ServerCommand } from '../server/domain/permissions.ts'
import { call, cast, inputOf, SERVER_STAFF, serverSanctionOn } from './support/matrix.ts'
import { parlance } from './support/parlance.ts'
import { ask, mayUse, OF_ROOM, OF_SERVER, REFUSED_AS } from './support/permitted.ts'

/** The same second table for commands by the role on the whole server. */
const SERVER_RESTRICTED: { readonly [N in ServerCommand]: readonly ServerRole[] } = {
  'users.updateRole': ['administrator'],
  'links.create': ['administrator'],
  'links.list': ['administrator'],
  'links.delete': ['administrator'],
  'wordLists.create': ['moderator', 'administrator'],
  'wordLists.list': ['moderator', 'administrator'],
  'wordLists.get': ['moderator', 'administrator'],
  'wordLists.update': ['moderator', 'administrator'],
  'wordLists.delete': ['moderator', 'administrator'],
  'audit.list': ['administrator'],
  'legalHolds.create': ['administrator'],
  'legalHolds.list': ['administrator'],
  'legalHolds.delete': ['administrator'],
  'serverMessages.deleteAll': ['administrator', 'moderator'],
  'serverSanctions.create': ['administrator', 'moderator'],
  'serverSanctions.list': ['administrator', 'moderator'],
  'serverSanctions.delete': ['administrator', 'moderator'],
  'serverSanctions.answerAppeal': ['administrator', 'moderator'],
}
/** The role in a room to which a role on the whole server is at least equal. */
const LIKE = { serverModerator: 'moderator', administrator: 'owner' } as const

test('[ROL-1] in a room of theirs a server moderator has at least the rights of a moderator, an administrator of an owner', async () => {
  await using server = await parlance()
  const { people, group } = await cast(server)
  const wrong: string[] = []
  for (const name of OF_ROOM)
    for (const who of SERVER_STAFF) {
      const isAllowed = mayUse(name).includes('member') || mayUse(name).includes(LIKE[who])
      const expected = isAllowed ? undefined : (REFUSED_AS[name] ?? 'forbidden')
      const { status, body } = await call(people[who], name, await group(name))
      if (status >= 300 ? body.code !== expected : expected !== undefined)
        wrong.push(`${who} ${name}: ${status} ${body?.code}`)
      const { code } = await ask(people[who], name, await group(name))
      if (code !== expected) wrong.push(`${who} ${name}: ${code} in GraphQL`)
    }
  expect(wrong).toEqual([])
}, 120_000)

test('[ROL-2] outside of a room a role on the server opens nothing: the room does not exist', async () => {
  await using server = await parlance()
  const { people, group } = await cast(server)
  const objects = await group()
  const wrong: string[] = []
  for (const who of SERVER_STAFF) {
    const { rooms } = await people[who].ask('GET', '/rooms')
    for (const { id } of rooms) await people[who].ask('DELETE', `/rooms/${id}/members/me`)
    for (const name of OF_ROOM) {
      const { status, body } = await call(people[who], name, objects)
      if (status !== 404) wrong.push(`${who} ${name}: ${status} ${body?.code}`)
      const { code } = await ask(people[who], name, objects)
      if (code !== 'not_found') wrong.push(`${who} ${name}: ${code} in GraphQL`)
    }
  }
  expect(wrong).toEqual([])
}, 60_000)

const SIGN_UP = { purpose: 'sign_up' }

test('[ROL-3] a command of the server is for its roles, on REST, socket and GraphQL', async () => {
  await using server = await parlance()
  const { people, group } = await cast(server)
  const made = await group()
  const app = server.backend()
  const WORDS = { name: 'Words', action: 'refuse', words: ['unsaid'] }
  let list = ''
  const objects = async () => {
    if (list !== '') await app.call('DELETE', `/word-lists/${list}`)
    list = (await app.ask('POST', '/word-lists', WORDS)).id
    const link = (await app.ask('POST', '/links', SIGN_UP)).id
    const hold = await app.ask('POST', '/legal-holds', { room: made.room, reason: 'x' })
    const serverSanction = await serverSanctionOn(server, people.target)
    return { ...made, link, legalHold: hold.id, serverSanction, wordList: list }
  }
  const wrong: string[] = []
  const roles = [
    ['owner', 'user'],
    ['serverModerator', 'moderator'],
    ['administrator', 'administrator'],
  ] as const
  for (const name of OF_SERVER)
    for (const [who, role] of roles) {
      const expected = SERVER_RESTRICTED[name].includes(role) ? undefined : 'forbidden'
      const { status, body } = await call(people[who], name, await objects())
      if (status >= 300 ? body.code !== expected : expected !== undefined)
        wrong.push(`${who} ${name}: ${status} ${body?.code}`)
      const socket = await people[who].socket()
      const answer = await socket.command(name, inputOf(name, await objects()))
      if (expected === undefined ? typeof answer === 'string' : answer !== expected)
        wrong.push(`${who} ${name}: ${answer} on the socket`)
      const asked = await ask(people[who], name, await objects())
      if (asked.code !== expected) wrong.push(`${who} ${name}: ${asked.code} in GraphQL`)
    }
  expect(wrong).toEqual([])
}, 60_000)
