import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'

// A disk that becomes full while people send: a file system of its own, of 24 MB, a third of which another file takes.

const UNSHARE = ['unshare', '--user', '--map-root-user', '--mount']
const canMount = Bun.spawnSync([...UNSHARE, 'true']).success
const OTHER = 'other-file'
const TEXT = 'x'.repeat(15_000)

test.skipIf(DATABASE !== 'sqlite' || !canMount)(
  '[HEA-6] on a disk that becomes full sends are refused, reads go on, and it recovers by itself: nothing acknowledged is lost',
  async () => {
    const disk = mkdtempSync(join(tmpdir(), 'parlance-disk-'))
    const mount = `mount -t tmpfs -o size=24m none ${disk}`
    const fill = `dd if=/dev/zero of=${disk}/${OTHER} bs=1M count=8 status=none`
    const before = [...UNSHARE, 'sh', '-c', `${mount} && ${fill} && exec "$@"`, 'sh']
    try {
      await using server = await ownProcess(
        { PARLANCE_DATA: join(disk, 'data'), PARLANCE_DATABASE_URL: '' },
        before,
      )
      const child = await server.start()
      const ana = new Client(server.url, await token({ sub: 'ana' }), 'ana')
      const room = await ana.room()
      const acknowledged: string[] = []
      const send = async (padding = TEXT) => {
        const text = `${acknowledged.length} ${padding}`
        const { status, body } = await ana.call('POST', `/rooms/${room.id}/messages`, { text })
        if (status === 201) acknowledged.push(text)
        return { status, code: body.code }
      }
      // Until short texts do not fit either: readiness is about the smallest write.
      for (const padding of [TEXT, ''])
        await waitFor(async () => (await send(padding)).status !== 201, 60, 0)
      expect(await send()).toEqual({ status: 503, code: 'unavailable' })
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
      const page = await ana.call('GET', `/rooms/${room.id}/messages?limit=1`)
      expect(page.status).toBe(200)
      // The file is in the file system of the server, which its process shows.
      rmSync(join(`/proc/${child.pid}/root`, disk, OTHER))
      await waitFor(async () => (await send()).status === 201)
      await waitFor(async () => (await fetch(`${server.url}/readyz`)).status === 200)
      const count = acknowledged.length
      expect(count).toBeGreaterThan(100)
      const texts: string[] = []
      for (let after = ''; ; ) {
        const { messages } = await ana.ask('GET', `/rooms/${room.id}/messages?limit=50${after}`)
        texts.unshift(...messages.map(({ text }: { text: string }) => text))
        if (messages.length < 50) break
        after = `&before=${messages[0].seq}`
      }
      expect(texts).toEqual(acknowledged)
    } finally {
      rmSync(disk, { recursive: true })
    }
  },
  120_000,
)
