import { expect, test } from 'bun:test'
import { COMMANDS, type CommandName } from '../protocol/commands.ts'
import { isOfRoom } from '../server/domain/permissions.ts'
import { OPEN, PASSWORD, type Pair, signUp } from './support/accounts.ts'
import type { Client } from './support/client.ts'
import { strangers } from './support/consent.ts'
import { COMMAND_NAMES, callOp, cast, inputOf, requestTo } from './support/matrix.ts'
import { parlance } from './support/parlance.ts'
import { withPasskey } from './support/passkeys.ts'
import { OF_ROOM } from './support/permitted.ts'
import { explained, PLACES } from './support/places.ts'
import { withSecondFactor } from './support/second-factors.ts'
import { execute } from './support/sql.ts'

/** What decides is a code, a mail or an authenticator, too: see EXP-5, and the suites of these. */
const OF_A_DEVICE =
  /^(?:emails|secondFactors|recoveryCodes|passkeys|identities)\.|\.(?:createByPasskey|requestReset)$/
/** These act on a ban, mute or hold, which an explanation does not see, or erase the caller: see the suites of these. */
const OF_A_SANCTION =
  /anctions\.(?:delete|answerAppeal|appeal)$|^erasures\.create$|^legalHolds\.delete$/

for (const [place, { who: roles, make }] of Object.entries(PLACES))
  test(`[EXP-1] in ${place} the explanation agrees with what happens: every command, every role`, async () => {
    await using server = await parlance()
    const all = await cast(server)
    const wrong: string[] = []
    for (const name of OF_ROOM.filter((each) => !OF_A_SANCTION.test(each))) {
      let objects = await make(server, all, name)
      for (const who of roles) {
        const person = all.people[who]
        const { allowed, code, rule, reason } = await explained(
          person,
          name,
          inputOf(name, objects),
        )
        const { status, body } = await callOp(person, COMMANDS[name], inputOf(name, objects))
        const happened = status < 300 ? undefined : body.code
        if (allowed !== (happened === undefined) || code !== happened)
          wrong.push(`${who} ${name}: ${rule} ${code}, but ${happened}`)
        else if (happened !== undefined && reason !== body.detail)
          wrong.push(`${who} ${name}: "${reason}", but "${body.detail}"`)
        if (happened === undefined && COMMANDS[name].method !== 'GET')
          objects = await make(server, all, name)
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)

/** Their input is of an account that signs in, or of its session. */
const BY_ANOTHER_ACCOUNT = /^(?:passwords\.reset|sessions\.(?:create|refresh))$/

/** Who can sign up and in as a guest, and with a password. */
const SIGN_UPS = [
  { PARLANCE_GUESTS: 'true', PARLANCE_ACCOUNTS: 'open' },
  { PARLANCE_GUESTS: 'false', PARLANCE_ACCOUNTS: 'invite' },
  { PARLANCE_GUESTS: 'false', PARLANCE_ACCOUNTS: 'off' },
]

for (const settings of SIGN_UPS)
  test(`[EXP-1] without a room the explanation agrees with what happens, too: ${Object.values(settings)}`, async () => {
    await using server = await parlance({ ...settings, PARLANCE_ADDRESS_PER_SECOND: '1000' })
    const app = server.backend()
    const { people, group } = await cast(server)
    const made = await group()
    const hasAccounts = settings.PARLANCE_ACCOUNTS !== 'off'
    const newLink = (purpose: string, user?: string) =>
      app.ask('POST', '/links', { purpose, ...(user && { user }) })
    let count = 0
    const person = async () =>
      signUp(server, `person-${++count}`, { link: (await newLink('sign_up')).code })
    const { member, serverModerator, administrator } = people
    const who = [member, serverModerator, administrator].map((client) => async () => ({ client }))
    if (settings.PARLANCE_GUESTS === 'true')
      who.push(async () => ({ client: await server.guest('Gus') }))
    /** Signed up once, and again after a command of theirs, which may have changed them: a password takes long to hash. */
    let known: ReturnType<typeof person> | undefined
    if (hasAccounts) who.push(() => (known ??= person()))
    const wrong: unknown[] = []
    for (const name of COMMAND_NAMES.filter((each) => !isOfRoom(each)))
      for (const user of who) {
        if (name === 'invitations.accept' || OF_A_DEVICE.test(name) || OF_A_SANCTION.test(name))
          continue
        const { client, ...more } = await user()
        const pair = 'pair' in more ? (more.pair as Pair) : undefined
        const someone =
          hasAccounts && BY_ANOTHER_ACCOUNT.test(name) ? (await person()).pair : undefined
        const reset = someone && (await newLink('password', someone.user.id)).code
        const withAccount: Record<string, object> = someone
          ? {
              'passwords.reset': { link: reset, password: PASSWORD },
              'sessions.create': { login: someone.user.handle, password: PASSWORD },
            }
          : {}
        const signedIn = someone ?? { refreshToken: `pl_refresh_${'A'.repeat(43)}` }
        const inputs: Record<string, object> = {
          'guests.create': { name: 'Gus' },
          'accounts.update': { currentPassword: PASSWORD, handle: `other-${++count}` },
          'accounts.delete': { password: PASSWORD },
          'passwords.reset': { link: `pl_link_${'A'.repeat(43)}`, password: PASSWORD },
          'sessions.refresh': { refreshToken: signedIn.refreshToken },
          'me.update': { locale: 'de' },
          'users.list': { id: [made.user] },
          'reports.create': { message: made.message, reason: 'spam' },
          'messages.search': { q: 'word' },
          'rooms.create': { type: 'group', name: 'New' },
          ...withAccount,
        }
        if (name === 'sessions.refresh' && someone === undefined) continue
        const isSender = name === 'requests.delete'
        const stranger = await server.user('Stranger')
        const request =
          client === serverModerator
            ? await requestTo(server, stranger.id)
            : isSender
              ? (await client.ask('POST', '/requests', { user: stranger.id })).id
              : await requestTo(server, client.id)
        const link = (await newLink('sign_up')).id
        const objects = { ...made, request, link, ...(pair && { session: pair.session }) }
        // The user of the other tries has a role by now.
        if (/^(?:serverSanctions|serverMessages|legalHolds)/.test(name))
          await stranger.ask('GET', '/me')
        const input =
          name === 'serverSanctions.create'
            ? { kind: 'mute', user: stranger.id }
            : name === 'serverMessages.deleteAll'
              ? { user: stranger.id }
              : name === 'legalHolds.create'
                ? { user: stranger.id, reason: 'x' }
                : (inputs[name] ?? inputOf(name, objects))
        const { allowed, code, reason } = await explained(client, name, input)
        const { status, body } = await callOp(client, COMMANDS[name], { ...input })
        const happened = status < 300 ? undefined : body.code
        if (pair && happened === undefined && COMMANDS[name].method !== 'GET') known = undefined
        if (allowed !== (happened === undefined) || code !== happened)
          wrong.push(`${client.id} ${name}: ${code}, but ${happened}`)
        else if (happened !== undefined && reason !== body.detail)
          wrong.push(`${client.id} ${name}: "${reason}", but "${body.detail}"`)
      }
    expect(wrong).toEqual([])
  }, 120_000)

test('[EXP-1] the explanation knows that another user must agree', async () => {
  await using at = await strangers()
  const { ana, ben, cleo } = at
  const { id: room } = (await at.group(ana)).body
  await at.meet(ana, cleo)
  const explain = (command: string, member: Client, more = '') =>
    ana.ask('GET', `/permissions/${command}?member=${member.id}${more}`)
  for (const [member, code] of [
    [ben, 'consent_required'],
    [cleo, undefined],
  ] as const) {
    const added = await explain('members.add', member, `&room=${room}`)
    expect([added.allowed, added.code]).toEqual([code === undefined, code])
    if (code) expect(added.rule).toBe('consent')
    const put = await ana.call('PUT', `/rooms/${room}/members/${member.id}`)
    expect(put.body.code).toBe(code)
    const made = await explain('rooms.create', member)
    expect([made.rule, made.allowed, made.code]).toEqual(['consent', code === undefined, code])
    const input = { type: 'group', name: 'New', members: [member.id] }
    expect((await ana.call('POST', '/rooms', input)).body.code).toBe(code)
  }
})

/** Of a code or credential, which a question does not have. */
const OF_INPUT = ['wrong_code', 'passkey_refused']

test('[EXP-5] the explanation agrees with what happens to passkeys, second factors and identities', async () => {
  await using server = await parlance({ ...OPEN, PARLANCE_ADDRESS_PER_SECOND: '1000' })
  const app = await server.user('Ben')
  const { client: plain } = await signUp(server, 'plain')
  const { client: pending } = await signUp(server, 'pending')
  await pending.ask('POST', '/account/second-factor', {})
  const { client: factor } = await withSecondFactor(server, 'factor')
  const { client: key, passkey } = await withPasskey(server, 'key')
  const { client: only, passkey: last } = await withPasskey(server, 'only')
  const place = server.place
  await execute(
    place.PARLANCE_DATABASE_URL,
    [`update accounts set password = null where accounts.user = '${only.id}'`],
    place.PARLANCE_DATA,
  )
  const identity = 'idn_01jd6hc8w4f5wvfx3k0d9m2q7r'
  const proof = { currentPassword: PASSWORD }
  const cases = [
    ['secondFactors.confirm', { code: '000000' }, {}],
    ['passkeys.createOptions', {}, {}],
    ['recoveryCodes.create', proof, {}],
    ['identities.delete', { identity }, { identity }],
    ['passkeys.delete', { passkey: last.id }, { passkey: last.id }],
    ['passkeys.delete', { passkey: passkey.id }, { passkey: passkey.id }],
    ['secondFactors.create', {}, {}],
  ] as const
  const wrong: unknown[] = []
  for (const [who, person] of Object.entries({ app, plain, pending, factor, key, only }))
    for (const [name, input, fields] of cases) {
      // Without a password the proof is a session of the last minutes.
      if (name === 'recoveryCodes.create' && person === only) continue
      const { allowed, code, reason } = await explained(person, name, fields)
      const { status, body } = await callOp(person, COMMANDS[name], { ...input })
      const isOfInput = status >= 300 && OF_INPUT.includes(body.code)
      const happened = status < 300 || isOfInput ? undefined : body.code
      if (allowed !== (happened === undefined) || code !== happened)
        wrong.push([who, name, code, happened])
      else if (happened !== undefined && reason !== body.detail)
        wrong.push([who, name, reason, body.detail])
    }
  expect(wrong).toEqual([])
  const codeOf = async (person: Client, name: CommandName, fields: object) =>
    (await explained(person, name, fields)).code
  expect(await codeOf(only, 'passkeys.delete', { passkey: last.id })).toBe('last_sign_in')
  expect(await codeOf(factor, 'secondFactors.create', {})).toBe('too_many')
  expect(await codeOf(app, 'identities.connect', {})).toBe('forbidden')
  // Nobody else learns how somebody signs in, but the app's backend.
  const about = `/users/${factor.id}/permissions/secondFactors.create`
  expect((await server.backend().ask('GET', about)).code).toBe('too_many')
  await server.backend().ask('PATCH', `/users/${app.id}`, { role: 'administrator' })
  for (const command of ['secondFactors.create', 'identities.connect', 'pins.add']) {
    const query = command === 'pins.add' ? `&passkey=${passkey.id}` : ''
    const asked = await app.call('GET', `/permissions/${command}?user=${factor.id}${query}`)
    expect([command, asked.body.code]).toEqual([command, 'not_found'])
  }
}, 60_000)
