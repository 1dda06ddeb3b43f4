import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FAKETIME } from '../chaos/clock.ts'
import { Client } from './client.ts'
import { MANAGEMENT } from './contract.ts'
import { API_KEY, token } from './parlance.ts'
import { freePort, ownProcess } from './process.ts'
import { waitFor } from './wait.ts'

export const CAN_SET_CLOCKS = FAKETIME !== undefined

/** A Parlance in a process of its own whose wall clock is `offS` seconds ahead, and may be set as it runs. */
export async function clocked(offS = 0, settings: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-clock-'))
  const file = join(folder, 'clock')
  const write = (seconds: number) => {
    // At once: half a number would be another time.
    writeFileSync(`${file}.new`, `${seconds < 0 ? '' : '+'}${seconds}\n`)
    renameSync(`${file}.new`, file)
  }
  write(offS)
  const managementPort = await freePort()
  const server = await ownProcess({
    LD_PRELOAD: FAKETIME ?? '',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_CACHE_DURATION: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
    PARLANCE_MANAGEMENT_PORT: `${managementPort}`,
    PARLANCE_API_KEY: API_KEY,
    ...settings,
  })
  const child = await server.start()
  const management = `http://127.0.0.1:${managementPort}`

  async function user(name: string, claims: object = {}): Promise<Client> {
    const id = `${name.toLowerCase()}-${crypto.randomUUID().slice(0, 8)}`
    return new Client(server.url, await token({ sub: id, name, ...claims }), id)
  }

  /** Whether an app's token that ends then, so many seconds from now, is good by its clock. */
  async function isGood(endsInS: number): Promise<boolean> {
    const exp = Math.floor(Date.now() / 1000) + endsInS
    return (await (await user('Probe', { exp })).call('GET', '/me')).status === 200
  }

  return {
    url: server.url,
    kill: server.kill,
    user,
    as: (word: string) => new Client(server.url, word, ''),
    isGood,
    /** The app's backend, with the operator's key or another. */
    backend: (key = API_KEY) => new Client(management, key, 'parlance', MANAGEMENT),
    /** Sets its clock, and waits until it goes by it. */
    async set(seconds: number): Promise<void> {
      write(seconds)
      await waitFor(async () => (await isGood(seconds + 30)) && !(await isGood(seconds - 30)))
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
      // What a process leaves behind that is killed, and what another one of that id would stumble over.
      for (const name of ['faketime_shm_', 'sem.faketime_sem_'])
        rmSync(`/dev/shm/${name}${child.pid}`, { force: true })
    },
  }
}
