import { afterAll, beforeAll } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CHROMIUM } from '../support/browser.ts'
import { Issuer } from '../support/issuer.ts'
import { type Parlance, parlance } from '../support/parlance.ts'
import { issuerSettings } from '../support/sign-in.ts'
import { Driver, type Kind, type Told } from './drivers.ts'

// The same scenarios for every SDK on every runtime, against the real server. A driver is moved from
// here, line by line, and says what the SDK under it told.

const HAS_GO = Bun.which('go') !== null && existsSync(join(import.meta.dir, '../../sdk/go/go.mod'))
const KINDS: Kind[] = ['bun', 'bun-sse', 'node-sse']
if (CHROMIUM) KINDS.push('chromium')
if (HAS_GO) KINDS.push('go')

/** A server, and a driver of each kind, for the tests of the file that calls this. */
export function onEveryRuntime() {
  let server: Parlance | undefined
  let issuer: Issuer | undefined
  const drivers: Driver[] = []
  beforeAll(async () => {
    issuer = await Issuer.open()
    const started = await parlance(issuerSettings(issuer))
    server = started
    drivers.push(...(await Promise.all(KINDS.map((kind) => Driver.start(kind, started.url)))))
  }, 60_000)
  afterAll(async () => {
    for (const driver of drivers) await driver[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
    await issuer?.[Symbol.asyncDispose]()
  })
  return {
    drivers,
    get server(): Parlance {
      if (server === undefined) throw new Error('The server has not started')
      return server
    },
    /** On every driver at once, each with people of its own. */
    each: (scenario: (driver: Driver) => Promise<void>) => () =>
      Promise.all(
        drivers.map((driver) =>
          scenario(driver).catch((error) => {
            throw new Error(`${driver.kind}: ${error}`, { cause: error })
          }),
        ),
      ).then(() => undefined),
  }
}

export const send = (driver: Driver, chat: string, room: string, text: string, more: object = {}) =>
  driver.ask({ do: 'call', chat, name: 'messages.send', input: { room, text, ...more } })

export const said = (told: readonly Told[], room: string) =>
  told
    .filter((t) => t.log === room && t.type === 'message.created')
    .map((t) => (t['message'] as { text: string }).text)
