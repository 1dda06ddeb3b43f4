import { expect, test } from 'bun:test'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

/** The parameters of `"user";r=59;t=1`. */
const parameters = (field: string | null): Record<string, number> =>
  Object.fromEntries([...(field ?? '').matchAll(/;(\w)=(\d+)/g)].map(([, k, v]) => [k, Number(v)]))

test('[QUO-1] every answer over HTTP says how much of the rate is left', async () => {
  await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '2' })
  const ana = await server.user('Ana')
  const fieldsOf = ({ headers }: Response) => {
    const left = parameters(headers.get('ratelimit'))
    return [headers.get('ratelimit-policy'), headers.get('ratelimit')?.split(';')[0], left['r']]
  }
  const first = await ana.call('GET', '/me')
  expect(fieldsOf(first.response).slice(0, 2)).toEqual(['"user";q=6;w=3', '"user"'])
  expect([4, 5]).toContain(Number(fieldsOf(first.response)[2]))
  const body = JSON.stringify({ query: '{ viewer { name } }' })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${ana.token}` }
  const graphql = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body })
  expect(fieldsOf(graphql)[0]).toBe('"user";q=6;w=3')
  expect(Number(fieldsOf(graphql)[2])).toBeLessThan(6)
  const refused = await waitFor(async () => {
    const answer = await ana.call('GET', '/me')
    return answer.status === 429 && answer.response
  })
  expect(fieldsOf(refused)).toEqual(['"user";q=6;w=3', '"user"', 0])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(parameters(refused.headers.get('ratelimit'))['t']).toBeGreaterThan(0)

  const anonymous = await fetch(`${server.url}/api/v1/guests`, {
    method: 'POST',
    body: '{"name":"G"}',
  })
  expect(fieldsOf(anonymous)).toEqual(['"address";q=600;w=120', '"address"', 599])
  const unknown = await fetch(`${server.url}/api/v1/me`)
  expect([unknown.status, fieldsOf(unknown)[0]]).toEqual([401, '"address";q=600;w=120'])
})

test('[FLO-11] a debt is never more than a minute of the rate', async () => {
  await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '0.1' })
  const ana = await server.user('Ana')
  // At this rate the bodies alone would make a debt of more than an hour.
  const body = JSON.stringify({ data: 'x'.repeat(900_000), type: 'group', name: 'A room' })
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => ana.call('POST', '/rooms', body)),
  )
  const seconds = answers.map(({ response }) => Number(response.headers.get('retry-after')))
  expect(Math.max(...seconds)).toBeGreaterThan(30)
  expect(Math.max(...seconds)).toBeLessThanOrEqual(70)
})

for (const mode of ['all', 'each'])
  test(`[FLO-12] other requests are answered while a batch with mode ${mode} runs`, async () => {
    await using server = await parlance()
    const [ana, app] = [await server.user('Ana'), server.backend()]
    const room = await ana.room()
    const text = 'a word '.repeat(2000)
    const command = { name: 'messages.send', input: { room: room.id, text } }
    let isOver = false
    const batch = app
      .call('POST', '/batch', { mode, commands: Array.from({ length: 200 }, () => command) })
      .finally(() => {
        isOver = true
      })
    let answered = 0
    while (!isOver) {
      await (await fetch(`${server.url}/healthz`)).text()
      answered++
    }
    expect((await batch).status).toBe(200)
    expect(answered).toBeGreaterThan(10)
  })

test('[FLO-8] an operation whose variables are refused is paid for', async () => {
  await using server = await parlance({
    PARLANCE_COMMANDS_PER_SECOND: '1',
    PARLANCE_ADDRESS_PER_SECOND: '1',
  })
  const ana = await server.user('Ana')
  const wrong = JSON.stringify({
    query: 'query ($b: Boolean!) { __typename @skip(if: $b) }',
    variables: { b: 'no' },
  })
  const send = async (headers: Record<string, string>, times: number) => {
    const codes = new Set<string>()
    for (let i = 0; i < times; i++) {
      const all = { 'content-type': 'application/json', ...headers }
      const answer = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: all,
        body: wrong,
      })
      codes.add((await answer.json()).errors[0].extensions.code)
    }
    return [...codes]
  }
  const refused = ['invalid_input', 'rate_limited']
  expect(await send({ authorization: `Bearer ${ana.token}` }, 12)).toEqual(refused)
  // An address has two minutes' worth at once.
  expect(await send({}, 160)).toEqual(refused)
})
