import { expect, test } from 'bun:test'
import { LIMITS_PAGE, renewedLimits } from '../bin/spec.ts'
import { parlance } from './support/parlance.ts'
import { metricOf, quotasOf } from './support/quotas.ts'

test('[QUO-2] a user owns so many rooms; after one is deleted there is space for another', async () => {
  await using server = await parlance({ PARLANCE_ROOMS_PER_USER: '2' })
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  await ben.ask('GET', '/me')
  const create = () => ana.call('POST', '/rooms', { type: 'group', name: 'A room' })
  const [first] = [await create(), await create()]
  const refused = await create()
  expect([refused.status, refused.body.code]).toEqual([409, 'too_many'])
  expect(refused.body.detail).toContain('2 rooms that one user owns at most: delete one')
  expect((await quotasOf(ana))['rooms']).toMatchObject({ limit: 2, used: 2, custom: false })
  // Nobody owns a dm, and others own theirs.
  expect((await ana.call('POST', '/rooms', { type: 'dm', members: [ben.id] })).status).toBe(201)
  await ben.room('group')
  await ana.ask('DELETE', `/rooms/${first.body.id}`)
  const many = await Promise.all([create(), create(), create()])
  expect(many.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  expect(await metricOf(server, 'rooms')).toBe(3)
})

test('[QUO-2] a user has so many open invitations in all rooms', async () => {
  await using server = await parlance({ PARLANCE_INVITATIONS_PER_USER: '2' })
  const ana = await server.user('Ana')
  const rooms = [await ana.room(), await ana.room()]
  const invite = (i: number) => ana.call('POST', `/rooms/${rooms[i]?.id}/invitations`, {})
  const [first] = [await invite(0), await invite(1)]
  for (const i of [0, 1]) expect((await invite(i)).body.code).toBe('too_many')
  expect((await quotasOf(ana))['invitations']).toMatchObject({ limit: 2, used: 2 })
  await ana.ask('DELETE', `/invitations/${first.body.id}`)
  expect((await invite(1)).status).toBe(201)
})

test('[QUO-2] there are so many API keys, and a message is edited so often', async () => {
  await using server = await parlance({ PARLANCE_API_KEYS: '1', PARLANCE_EDITS_PER_MESSAGE: '2' })
  const key = () => server.backend().call('POST', '/keys', { name: 'K', scopes: ['users:read'] })
  expect((await key()).status).toBe(201)
  expect((await key()).body.code).toBe('too_many')
  const ana = await server.user('Ana')
  const room = await ana.room()
  const { id } = await ana.send(room.id, 'first')
  const edit = (text: string) => ana.call('PATCH', `/rooms/${room.id}/messages/${id}`, { text })
  expect([(await edit('a')).status, (await edit('b')).status]).toEqual([200, 200])
  const refused = await edit('c')
  expect([refused.body.code, refused.body.detail]).toEqual([
    'too_many',
    'A message can be edited 2 times at most: send a new message',
  ])
})

test('[QUO-7] docs/limits.md has every limit as it is: `npm run spec` renews it', async () => {
  const page = await Bun.file(LIMITS_PAGE).text()
  expect(renewedLimits(page)).toBe(page)
  expect(page).toContain('| `PARLANCE_TEXT_BYTES_PER_DAY` | 52428800 |')
  expect(renewedLimits(page.replace('`LIMITS.pinsPerRoom`: 100', '`LIMITS.pinsPerRoom`: 99'))).toBe(
    page,
  )
})
