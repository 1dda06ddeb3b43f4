import { Secret, TOTP } from 'otpauth'
import { aged, PASSWORD, post, signUp } from './accounts.ts'
import type { Parlance } from './parlance.ts'

const STEP_S = 30

/** The code that an authenticator app shows, or showed some half-minutes ago. */
export const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.now() + steps * STEP_S * 1000,
  })

const stepNow = () => Math.floor(Date.now() / 1000 / STEP_S)

/** Runs the work again if a half-minute ended meanwhile: its codes were then of another one. */
export async function inOneStep<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    const step = stepNow()
    const result = await work()
    if (step === stepNow()) return result
  }
}

/** An account with a second factor, whose used codes are forgotten again. */
export async function withSecondFactor(server: Parlance, handle = 'ana') {
  const { client, pair } = await signUp(server, handle)
  const { secret } = await client.ask('POST', '/account/second-factor', {})
  const body = { code: codeOf(secret) }
  const confirmed = await client.ask('POST', '/account/second-factor/confirm', body)
  await forgetUsed(server)
  return { client, pair, secret, recoveryCodes: confirmed.recoveryCodes as readonly string[] }
}

export const forgetUsed = (server: Parlance) => aged(server, 'second_factors', 'last_step', 100)

export const signInWith = (server: Parlance, code: string | undefined, login = 'ana') =>
  post(server, '/sessions', { login, password: PASSWORD, code })

export const codesOf = (answers: readonly { readonly status: number; readonly body: unknown }[]) =>
  answers.map(({ status, body }) => (status < 300 ? status : (body as { code: string }).code))
