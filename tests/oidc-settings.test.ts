import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Issuer } from './support/issuer.ts'
import { clientOf, signInByApp, withIssuer } from './support/sign-in.ts'
import { startOnce } from './support/start.ts'

const ISSUER = 'https://id.example.com'
const URL_SET = { PARLANCE_URL: 'https://chat.example.com' }
const FILE = { ...URL_SET, PARLANCE_OIDC_PROVIDERS: 'providers.toml' }
const table = (name: string, more = '') =>
  `[${name}]\nissuer = "${ISSUER}"\nclient_id = "chat"\n${more}\n`

type Fault = {
  readonly env: Record<string, string>
  readonly file?: string
  readonly says: string | RegExp
}

const FAULTS: Readonly<Record<string, Fault>> = {
  'an issuer without TLS': {
    env: { ...URL_SET, PARLANCE_OIDC_ISSUER: 'http://id.example.com' },
    says: /^PARLANCE_OIDC_ISSUER: must be https:/,
  },
  'an issuer that is no URL': {
    env: { ...URL_SET, PARLANCE_OIDC_ISSUER: 'id.example.com' },
    says: /^PARLANCE_OIDC_ISSUER: must be https:/,
  },
  'an issuer without a client id': {
    env: { ...URL_SET, PARLANCE_OIDC_ISSUER: ISSUER },
    says: /^PARLANCE_OIDC_CLIENT_ID: is needed for PARLANCE_OIDC_ISSUER/,
  },
  'an issuer without an address to return to': {
    env: { PARLANCE_OIDC_ISSUER: ISSUER, PARLANCE_OIDC_CLIENT_ID: 'chat' },
    says: /^PARLANCE_URL: is needed for sign-in providers/,
  },
  'providers that are not there': {
    env: FILE,
    says: /^PARLANCE_OIDC_PROVIDERS: cannot read providers\.toml/,
  },
  'providers that are not TOML': {
    env: FILE,
    file: '[a',
    says: /^PARLANCE_OIDC_PROVIDERS: cannot read providers\.toml/,
  },
  'a provider with an unknown key': {
    env: FILE,
    file: table('a', 'client_key = "x"'),
    says: /^PARLANCE_OIDC_PROVIDERS: providers\.toml: a: .*client_key/,
  },
  'a provider without a client id': {
    env: FILE,
    file: `[a]\nissuer = "${ISSUER}"`,
    says: /^PARLANCE_OIDC_PROVIDERS: providers\.toml: a\.client_id: /,
  },
  'a provider whose name cannot be in an address': {
    env: FILE,
    file: table('"a b"'),
    says: /^PARLANCE_OIDC_PROVIDERS: providers\.toml: a b: must be 1 to 32 of a-z/,
  },
  'too many providers': {
    env: FILE,
    file: Array.from({ length: 21 }, (_, n) => table(`a${n}`)).join('\n'),
    says: /^PARLANCE_OIDC_PROVIDERS: at most 20 providers/,
  },
  'two providers with one issuer': {
    env: FILE,
    file: table('a') + table('b').replace(ISSUER, `${ISSUER}/`),
    says: /^PARLANCE_OIDC_PROVIDERS: a and b have the same issuer/,
  },
}

for (const [name, { env, file, says }] of Object.entries(FAULTS))
  test(`[OID-13] ${name}: one line that names the setting, and no start`, async () => {
    const prepare = (folder: string) =>
      file === undefined ? undefined : writeFileSync(join(folder, 'providers.toml'), file)
    const { code, stderr } = await startOnce({ env: { PARLANCE_DATA: 'data', ...env }, prepare })
    expect(stderr).toMatch(says)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(2)
  }, 60_000)

test('[OID-13] a server starts while its issuer is down, and signs people in when it is back', async () => {
  const down = await Issuer.open()
  await down[Symbol.asyncDispose]()
  await using server = await withIssuer(down)
  expect((await signInByApp(server)).body.code).toBe('provider_failed')
  await using issuer = await Issuer.open(down.port)
  clientOf(server, await signInByApp(server))
  expect(issuer.asked).toEqual({ discovery: 1, token: 1, jwks: 1 })
})
