import { expect, test } from 'bun:test'
import { newId } from '../protocol/ids.ts'
import { Random } from './history/random.ts'
import { parlance } from './support/parlance.ts'

test('[REF-1] a message is checked alike with data and without, as each of them has its own check', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = (await ana.room()).id
  const random = new Random(22)
  const message = (await ana.send(room, 'quoted')).id
  const values: Record<string, readonly unknown[]> = {
    text: ['x', 'two\nlines', ' ', '', 'x'.repeat(16 * 1024 + 1), 5, null, undefined],
    clientId: [undefined, undefined, 'a b', '', 7],
    replyTo: [undefined, undefined, message, newId('msg', Date.now()), 'room_1'],
    mentions: [undefined, undefined, { room: true }, { room: 1 }, { users: [] }, { who: 1 }, []],
    silent: [undefined, undefined, true, false, 'true'],
    expiresIn: [undefined, undefined, 60, 0, 1.5, '60'],
    role: [undefined, undefined, undefined, 'admin'],
  }
  const outcomes = new Set<number>()
  for (let n = 0; n < 200; n++) {
    const input = Object.fromEntries(
      Object.entries(values).map(([key, all]) => [
        key,
        random.pick(random.chance(0.6) ? all.slice(0, 3) : all),
      ]),
    )
    const post = (more: object) =>
      ana.call('POST', `/rooms/${room}/messages`, { ...input, ...more })
    const [without, withData] = [await post({}), await post({ data: {} })]
    const asked = (answer: typeof without) => ({
      status: answer.status,
      code: answer.body.code,
      detail: answer.body.detail,
      fields: answer.body.fields,
      text: answer.body.text,
      quote: answer.body.quote?.id,
      mentions: answer.body.mentions,
      silent: answer.body.silent,
      expires: answer.body.expiresAt !== undefined,
    })
    expect({ input, ...asked(without) }).toEqual({ input, ...asked(withData) })
    outcomes.add(without.status)
  }
  expect([...outcomes].sort()).toEqual([201, 400, 404])
})
