import { expect, test } from 'bun:test'
import { parlance } from './support/parlance.ts'

test('[SAN-3] of two appeals at once one is accepted', async () => {
  await using server = await parlance()
  const ben = await server.user('Ben')
  await ben.ask('GET', '/me')
  const mute = { kind: 'mute', user: ben.id }
  const { id } = await server.backend().ask('POST', '/sanctions', mute)
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => ben.call('POST', `/me/sanctions/${id}/appeal`, { text: 'no' })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})
