import { describe, expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { createChat } from '../sdk/typescript/src/create-chat.ts'
import { roomId } from '../sdk/typescript/src/ids.ts'
import {
  backedUp,
  conversation,
  filesOf,
  folder,
  newPlace,
  OTHERS,
  placeOf,
  restored,
  rowsIn,
  serverOn,
} from './support/backups.ts'
import { commandLine } from './support/command-line.ts'
import { DATABASE } from './support/database.ts'
import { freePort } from './support/process.ts'
import { waitFor } from './support/wait.ts'
import { restore as loadFixture } from './upgrade/fixture.ts'

describe.if(DATABASE === 'sqlite')('backup and restore', () => {
  test('[BAK-1] a backup that is made while people write is of one moment, and is the same on every database', async () => {
    using backups = folder()
    await using source = await newPlace('sqlite')
    await using server = await serverOn(source, await freePort())
    const { say } = await conversation(server)
    let isDone = false
    const writing = Array.from({ length: 4 }, async () => {
      let count = 0
      while (!isDone) await say(`while it is written ${count++}`)
      return count
    })
    const file = await backedUp(source, backups.path)
    isDone = true
    expect(Math.min(...(await Promise.all(writing)))).toBeGreaterThan(0)
    const before = await rowsIn(file)
    expect(before['messages']?.length).toBeGreaterThan(250)
    expect(before['reactions']).toHaveLength(1)
    // Every message has its event: both are of the same moment.
    const created = before['events']?.filter((row) => row.includes('"message.created"'))
    expect(created).toHaveLength(before['messages']?.length ?? 0)
    for (const kind of OTHERS) {
      await using other = await newPlace(kind)
      expect(await restored(other, file)).toMatchObject({ code: 0 })
      const again = await backedUp(other, backups.path)
      expect(await rowsIn(again)).toEqual(before)
      await using back = await newPlace('sqlite')
      expect(await restored(back, again)).toMatchObject({ code: 0 })
      expect(await rowsIn(await backedUp(back, backups.path))).toEqual(before)
    }
  }, 120_000)

  test('[BAK-2] after the restore of an older backup clients load everything again, and receive what comes then', async () => {
    using backups = folder()
    const port = await freePort()
    await using source = await newPlace('sqlite')
    await using target = await newPlace(OTHERS[0] ?? 'sqlite')
    let server = await serverOn(source, port)
    const { ana, ben, room, say } = await conversation(server)
    const token = ben.token
    const chat = createChat({ url: server.url, token: () => token })
    const received: string[] = []
    let resets = 0
    chat.room(roomId(room.id)).on('message.created', ({ message }) => received.push(message.text))
    chat.onReset(() => resets++)
    const file = await backedUp(source, backups.path)
    for (let i = 0; i < 5; i++) await say(`lost ${i}`)
    await waitFor(() => received.includes('lost 4'))
    await server.stop()
    expect(await restored(target, file)).toMatchObject({ code: 0 })
    server = await serverOn(target, port)
    await using _server = server
    await waitFor(() => resets === 1 && chat.status.state === 'live')
    // It has a seq that the client has already received for another message.
    const next = await say('after the restore')
    await waitFor(() => received.includes('after the restore'))
    chat.close()
    const history = await ben.history(room.id)
    expect(history.at(-1)).toEqual(next)
    expect(history.map(({ text }) => text)).not.toContain('lost 4')
    expect((await ana.ask('GET', `/rooms/${room.id}`)).seq).toBe(next.seq)
  }, 60_000)

  test('[BAK-6] old backups are deleted, and what a killed backup left', async () => {
    using backups = folder()
    await using source = await newPlace('sqlite')
    await (await serverOn(source, await freePort())).stop()
    writeFileSync(join(backups.path, 'parlance-2026-01-01T00-00-00-000Z.jsonl.zst.part'), 'half')
    writeFileSync(join(backups.path, 'notes.txt'), 'of somebody else')
    for (let i = 0; i < 3; i++)
      await commandLine(['backup', backups.path, '--keep', '2'], placeOf(source))
    expect(filesOf(backups.path)).toEqual([
      'notes.txt',
      expect.stringMatching(/Z\.jsonl\.zst$/),
      expect.stringMatching(/Z\.jsonl\.zst$/),
    ])
  })

  test('[BAK-10] a backup is encrypted for a public key of age, and only its secret key restores it', async () => {
    using backups = folder()
    await using source = await newPlace('sqlite')
    await using target = await newPlace('sqlite')
    await (await serverOn(source, await freePort())).stop()
    const [identity, other] = [await generateIdentity(), await generateIdentity()]
    const keyFile = (name: string, key: string) => {
      const path = join(backups.path, name)
      writeFileSync(path, `# a comment, as age-keygen writes it\n${key}\n`)
      return path
    }
    const call = (...args: string[]) => commandLine(args, placeOf(source))
    const wrong = await call('backup', backups.path, '--encrypt-to', 'age1nonsense')
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(/^--encrypt-to: age1nonsense is not a public key of age/),
    ])
    const made = await call(
      ...['backup', backups.path, '--json', '--encrypt-to', await identityToRecipient(identity)],
    )
    const { path } = JSON.parse(made.stdout)
    expect(path).toEndWith('.jsonl.zst.age')
    expect(readFileSync(path, 'latin1')).toStartWith('age-encryption.org/v1\n')
    const restore = (...args: string[]) => commandLine(['restore', path, ...args], placeOf(target))
    expect((await restore()).stderr).toMatch(/is encrypted: add --identity/)
    expect(await restore('--identity', keyFile('other', other))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/cannot be decrypted with this identity/),
    })
    expect(await restore('--identity', keyFile('key', identity))).toMatchObject({ code: 0 })
    const plain = await backedUp(source, backups.path)
    expect(await rowsIn(await backedUp(target, backups.path))).toEqual(await rowsIn(plain))
  })

  test('[BAK-7] a user who was erased after the backup stays erased', async () => {
    using backups = folder()
    await using source = await newPlace('sqlite')
    await using target = await newPlace('sqlite')
    const server = await serverOn(source, await freePort())
    const { ana, room } = await conversation(server)
    const file = await backedUp(source, backups.path)
    const app = server.backend()
    const { id } = await app.ask('POST', '/erasures', { user: ana.id, messages: 'delete' })
    await waitFor(async () => (await app.ask('GET', `/erasures/${id}`)).state === 'done')
    await server.stop()
    writeFileSync(
      join(target.data, 'erasures.jsonl'),
      readFileSync(join(source.data, 'erasures.jsonl')),
    )
    expect(await restored(target, file)).toMatchObject({ code: 0 })
    await using next = await serverOn(target, await freePort())
    const again = next.backend()
    expect((await again.ask('GET', `/users/${ana.id}`)).deletedAt).toBeString()
    await waitFor(async () => {
      const { messages } = await again.ask('GET', `/rooms/${room.id}/messages`)
      return messages.every(
        ({ deletedAt, sender }: { deletedAt?: string; sender: { id: string } }) =>
          sender.id !== ana.id || deletedAt,
      )
    })
  }, 60_000)

  test('[BAK-8] a backup of an earlier version is restored and migrated', async () => {
    using backups = folder()
    await using source = await newPlace('sqlite')
    await using target = await newPlace(OTHERS[0] ?? 'sqlite')
    await loadFixture(source, '4e9fdeb')
    expect(await restored(target, await backedUp(source, backups.path))).toMatchObject({ code: 0 })
    await using server = await serverOn(target, await freePort())
    const { users } = await server.backend().ask('GET', '/users?limit=200')
    expect(users.map(({ id }: { id: string }) => id)).toContain('ana')
  }, 60_000)
})
