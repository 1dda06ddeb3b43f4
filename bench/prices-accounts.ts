import { Secret, TOTP } from 'otpauth'
import { LIMITS } from '../protocol/limits.ts'
import { Authenticator } from '../tests/support/authenticator.ts'
import { APP, atIssuer } from '../tests/support/sign-in.ts'
import type { Input, Person } from './prices-client.ts'
import type { Found, Hands } from './prices-hands.ts'
import { PAGE } from './prices-outside.ts'
import { range } from './prices-world.ts'

export type Account = Person & { readonly handle: string }

/** As long as one may be. */
export const PASSWORD = 'correct horse battery '.repeat(20).slice(0, LIMITS.passwordMax - 1)
const MAIL_MS = 20_000

export const unique = () => `h${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`

/** Somebody new, who has signed up. */
export async function account(hands: Hands, more: Input = {}): Promise<Account> {
  const handle = unique()
  const input = { handle, password: PASSWORD, ...more }
  return { ...personIn(await hands.as(undefined, 'accounts.create', input)), handle }
}

export const personIn = ({ user, accessToken }: Found): Person => ({
  id: String(Object(user).id),
  token: String(accessToken),
})

/** Somebody new with as many sessions as there may be, but one. */
export async function withSessions(hands: Hands): Promise<Account> {
  const made = await account(hands)
  const { authenticator } = await addPasskey(hands, made)
  for (let i = 2; i < LIMITS.sessionsPerUser; i++) await signInByPasskey(hands, authenticator)
  return made
}

export async function addPasskey(hands: Hands, person: Person) {
  const authenticator = new Authenticator(PAGE)
  const credential = await newCredential(hands, person, authenticator)
  const { id } = await hands.as(person, 'passkeys.create', { credential, name: 'Phone' })
  return { authenticator, passkey: String(id) }
}

export async function newCredential(hands: Hands, person: Person, authenticator: Authenticator) {
  const { options } = await hands.as(person, 'passkeys.createOptions', {})
  return authenticator.create(Object(options))
}

export async function signInByPasskey(hands: Hands, authenticator: Authenticator): Promise<Found> {
  const credential = await signInCredential(hands, authenticator)
  return hands.as(undefined, 'sessions.createByPasskey', { credential })
}

export async function signInCredential(hands: Hands, authenticator: Authenticator) {
  const { options } = await hands.as(undefined, 'passkeys.signInOptions', {})
  return authenticator.get(Object(options))
}

/** The codes of an authenticator app that is turned on. */
export async function addSecondFactor(hands: Hands, person: Person): Promise<readonly string[]> {
  const code = await firstCode(hands, person)
  const { recoveryCodes } = await hands.as(person, 'secondFactors.confirm', { code })
  return Array.from(Object(recoveryCodes))
}

export async function firstCode(hands: Hands, person: Person): Promise<string> {
  const input = { currentPassword: PASSWORD }
  const { secret } = await hands.as(person, 'secondFactors.create', input)
  return new TOTP({ secret: Secret.fromBase32(String(secret)) }).generate()
}

/** What the issuer answers for somebody who is new to the server. */
export async function flowOf(hands: Hands, person?: Person) {
  const at = { provider: 'oidc', redirectUri: APP }
  const begun =
    person === undefined
      ? await hands.as(undefined, 'identities.begin', at)
      : await hands.as(person, 'identities.connect', at)
  const { issuer } = hands.outside
  issuer.user = { sub: crypto.randomUUID(), name: 'Ana', preferred_username: unique() }
  return atIssuer({ url: String(begun['url']), flow: String(begun['flow']) })
}

export const addIdentity = async (hands: Hands, person: Person): Promise<string> =>
  String((await hands.as(person, 'identities.create', await flowOf(hands, person)))['id'])

/** An account of the app's, with an address to verify, and the code of the link that was mailed to it. */
export async function mailed(hands: Hands) {
  const handle = unique()
  const email = `${handle}@example.org`
  const made = await hands.app('accounts.create', { handle, email })
  return { email, link: await linkTo(hands, email), passwordLink: String(made['link']) }
}

async function linkTo({ outside: { mails } }: Hands, email: string): Promise<string> {
  for (let waited = 0; waited < MAIL_MS; waited += 20) {
    const mail = mails.findLast(({ to }) => to.includes(email))
    if (mail?.code !== undefined) return mail.code
    await Bun.sleep(20)
  }
  throw new Error(`no mail to ${email}`)
}

let full: Promise<Account> | undefined

/** Somebody with as many sessions, passkeys and identities as there may be, but one of each. */
export function fullAccount(hands: Hands): Promise<Account> {
  full ??= (async () => {
    const made = await withSessions(hands)
    for (const _ of range(LIMITS.passkeysPerUser - 2)) await addPasskey(hands, made)
    for (const _ of range(LIMITS.identitiesPerUser - 1)) await addIdentity(hands, made)
    return made
  })()
  return full
}

let crowded: Promise<Account> | undefined

/** Somebody whose next session ends the one that was not used for the longest time. */
export const crowdedAccount = (hands: Hands): Promise<Account> => {
  crowded ??= withSessions(hands)
  return crowded
}
