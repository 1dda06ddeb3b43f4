import { parseArgs } from 'node:util'
import { SignJWT } from 'jose'
import { median, round } from './measure.ts'
import { pacedSends, quantile } from './paced-sends.ts'
import { getPages } from './pages.ts'
import { putIntoReadme } from './readme.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { SECRET } from './variants.ts'

// node bin/bun.mjs run bench/sessions.ts [--rounds 7] [--database sqlite|postgres|mariadb] [--write]
// A request by a session's token next to one by a JWT; sends while many people sign in.

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    database: { type: 'string', default: 'sqlite' },
    write: { type: 'boolean', default: false },
  },
})
const WARM = 4000
/** Tokens of one user. Each is used once a round, and that long after the last time it is checked again. */
const TOKENS = 1000
const RECHECK_MS = 5100
const AT_ONCE = 8
const PEOPLE = 200
/** As long as a storm of this many takes, about. */
const CALM_MS = 6000
const PASSWORD = 'correct horse battery'

process.env['PARLANCE_ACCOUNTS'] = 'open'
process.env['PARLANCE_ADDRESS_PER_SECOND'] = '100000'
const rounds = Array.from({ length: Number(options.rounds) })
const server = await startServer('product', options.database)
const lines = [...(await measureChecks(server)), '', ...(await measureStorms())]
await server.stop()
console.log(lines.join('\n'))
if (options.write) await putIntoReadme('sessions', lines.join('\n'))
process.exit(0)

async function measureChecks({ port, cpu }: ServerProcess): Promise<string[]> {
  const tokens = { JWT: await jwts(), session: await accessTokens() }
  const kinds = Object.keys(tokens) as (keyof typeof tokens)[]
  const figures = new Map<string, number[]>()
  const note = (name: string, cost: number) =>
    figures.set(name, [...(figures.get(name) ?? []), cost])
  const lastUsed = { JWT: 0, session: 0 }
  // The first round warms up.
  for (let n = -1; n < rounds.length; n++)
    for (const kind of kinds) {
      const [first = ''] = tokens[kind]
      let before = cpu()
      await getPages(port, '/api/v1/me', `Bearer ${first}`, WARM, AT_ONCE)
      if (n >= 0) note(`${kind} warm`, (cpu() - before) / WARM)
      await Bun.sleep(Math.max(0, lastUsed[kind] + RECHECK_MS - performance.now()))
      before = cpu()
      await each(tokens[kind], AT_ONCE, (token) => ask('GET', '/me', token))
      if (n >= 0) note(`${kind} checked`, (cpu() - before) / TOKENS)
      lastUsed[kind] = performance.now()
    }
  const row = (title: string, what: string) => {
    const [jwt, session] = kinds.map((kind) => median(figures.get(`${kind} ${what}`) ?? []))
    if (jwt === undefined || session === undefined) throw new Error('nothing was measured')
    return `| ${title} | ${round(jwt)} | ${round(session)} | ${round(session / jwt)} × |`
  }
  return [
    '| `GET /me`, µs of server CPU | JWT | session | session / JWT |',
    '| --- | --: | --: | --: |',
    row('a token that was checked a moment ago', 'warm'),
    row('a token that is checked again', 'checked'),
  ]
}

/** Tokens of one user that differ in their ids. */
function jwts(): Promise<string[]> {
  const sign = (n: number) =>
    new SignJWT({ name: 'user-0', jti: `${n}` })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('user-0')
      .setIssuer('bench')
      .setExpirationTime('1 day')
      .sign(new TextEncoder().encode(SECRET))
  return Promise.all(Array.from({ length: TOKENS }, (_, n) => sign(n)))
}

/** Each refresh gives another one, and those of before stay valid. */
async function accessTokens(): Promise<string[]> {
  let pair = await ask('POST', '/accounts', '', { handle: 'ana', password: PASSWORD })
  const tokens: string[] = []
  while (tokens.push(pair.accessToken) < TOKENS)
    pair = await ask('POST', '/sessions/refresh', '', { refreshToken: pair.refreshToken })
  return tokens
}

/** How long sends take with and without people who sign in, in turn. */
async function measureStorms(): Promise<string[]> {
  const people = Array.from({ length: PEOPLE }, (_, n) => `person-${n}`)
  await each(people, AT_ONCE, (handle) =>
    ask('POST', '/accounts', '', { handle, password: PASSWORD }),
  )
  const sendsDuring = await pacedSends(ask)
  const calm: number[][] = []
  const storm: number[][] = []
  const took: number[] = []
  for (const _ of rounds) {
    calm.push(await sendsDuring(Bun.sleep(CALM_MS)))
    const startedAt = performance.now()
    const signingIn = Promise.all(
      people.map((login) => ask('POST', '/sessions', '', { login, password: PASSWORD })),
    )
    storm.push(await sendsDuring(signingIn))
    took.push(performance.now() - startedAt)
    console.error(`storm: ${round((took.at(-1) ?? 0) / 1000)} s`)
  }
  const [before, during] = [calm, storm].map((all) => ({
    p50: median(all.map((times) => quantile(times, 0.5))),
    p99: median(all.map((times) => quantile(times, 0.99))),
  }))
  if (before === undefined || during === undefined) throw new Error('nothing was measured')
  return [
    `| sends, ms | before | while ${PEOPLE} people sign in (${round(median(took) / 1000)} s) | ratio |`,
    '| --- | --: | --: | --: |',
    ...(['p50', 'p99'] as const).map(
      (name) =>
        `| ${name} | ${round(before[name])} | ${round(during[name])} | ${round(during[name] / before[name])} × |`,
    ),
  ]
}

async function each<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<unknown>) {
  const rest = items.values()
  const lane = async () => {
    for (const item of rest) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

async function ask(method: string, path: string, token: string, body?: object) {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/v1${path}`, {
    method,
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}
