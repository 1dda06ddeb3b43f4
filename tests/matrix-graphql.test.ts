import { expect, test } from 'bun:test'
import { COMMANDS } from '../protocol/commands.ts'
import { Room } from '../protocol/entities.ts'
import { SERVER_PERMISSIONS } from '../server/domain/permissions.ts'
import { graphql, inWireWords, operationOf } from './support/graphql.ts'
import { COMMAND_NAMES, call, callOp, cast, inputOf, requestTo } from './support/matrix.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

/** What differs between two rooms in which the same was done. */
function alike(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(alike)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, SECRET.has(key) ? '…' : alike(inner)]),
    )
  if (typeof value !== 'string') return value
  return value
    .replace(/^(room|msg|inv|jrq|link|guest|san|ers|hld|wrd|rpt)_\w{26}$/, '$1')
    .replace(/^([a-zA-Z]+)-\w{8}$/, '$1')
    .replace(/^\d{4}-.*Z$/, 'a time')
}
const SECRET = new Set([
  ...['token', 'ticket', 'code', 'cursor', 'seq', 'cursors', 'next', 'info', 'challenge'],
  // Of the quotas: each way has made a room more.
  'used',
])

test('[GQL-3] every command is a field of GraphQL: it answers as REST does, in the same words', async () => {
  await using server = await parlance()
  const { people, group } = await cast(server)
  // The erasure of the owner waits, so that both ways answer it.
  await server.backend().ask('POST', '/legal-holds', { user: people.owner.id, reason: 'x' })
  const findable = (await group()).room
  const q = `word in:${findable}`
  const found = () => people.owner.ask('GET', `/search?q=${encodeURIComponent(q)}`)
  await waitFor(async () => (await found()).found.length === 1)
  const more = (room: string): Record<string, object> => ({
    'rooms.list': { id: [room] },
    'rooms.create': { type: 'group', name: 'Another', members: [people.target.id] },
    'guests.create': { name: 'Gus' },
    'users.list': { id: [people.target.id] },
    'permissions.explain': { command: 'pins.add', room },
    'messages.search': { q },
    'me.update': { name: 'Owner' },
    'presence.update': { state: 'away', status: 'out' },
    // Each way has added entries for its own group.
    'audit.list': { act: 'reports.close' },
  })
  const asked = await people.stranger.ask('POST', '/requests', { user: people.owner.id })
  const wrong: unknown[] = []
  for (const name of COMMAND_NAMES.filter((each) => each !== 'invitations.accept')) {
    const isOfAuthor = name === 'messages.update' || name === 'messages.restore'
    const who = isOfAuthor ? 'author' : name in SERVER_PERMISSIONS ? 'administrator' : 'owner'
    const answers: unknown[] = []
    for (const way of ['REST', 'GraphQL']) {
      if (name === 'receipts.markAllRead') await people.owner.ask('PUT', '/read')
      const isAnswer = name === 'requests.accept' || name === 'requests.decline'
      const request = isAnswer ? await requestTo(server, people.owner.id) : asked.id
      const objects = { ...(await group(name)), request }
      if (name === 'messages.restore') await call(people.author, 'messages.delete', objects)
      const role = name === 'members.leave' ? 'member' : who
      const input = more(objects.room)[name] ?? inputOf(name, objects)
      if (way === 'REST') {
        const { status, body } = await callOp(people[role], COMMANDS[name], { ...input })
        answers.push(status < 300 ? (body ?? true) : body.code)
        continue
      }
      const { field, query, variables } = operationOf(name, { ...input })
      const { data, code } = await graphql(people[role], query, variables)
      answers.push(code ?? inWireWords(data[field]))
    }
    const [rest, ours] = answers.map((answer) => listOf(alike(answer)))
    if (!Bun.deepEquals(rest, ours)) wrong.push({ name, rest, ours })
  }
  expect(wrong).toEqual([])
}, 60_000)

/** The list that a page is, whatever it is called. My rooms say more, which GraphQL asks for by itself. */
function listOf(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return answer
  // The words of a word list are no page.
  const list = 'words' in answer ? undefined : Object.values(answer).find(Array.isArray)
  const isPage = 'nodes' in answer || (list !== undefined && !('id' in answer))
  const items = isPage ? (list as object[]) : [answer]
  return items.map((item) => {
    if (!('memberCount' in item)) return item
    return Object.fromEntries(Object.entries(item).filter(([key]) => key in Room.shape))
  })
}
