import { expect, test } from 'bun:test'
import { DATABASE, freshDatabase } from './support/database.ts'
import { parlance } from './support/parlance.ts'
import { TcpProxy } from './support/proxy.ts'
import { refuseWrites } from './support/read-only.ts'
import { waitFor } from './support/wait.ts'

// A database server that fails over, as its clients see it: connections are reset, nobody answers, then the machine that
// answers is not the primary yet and refuses writes, then it is.

if (DATABASE !== 'sqlite')
  test('[DAT-13] while the database fails over, sends are refused and come back, and nothing acknowledged is lost', async () => {
    const { url, drop } = await freshDatabase()
    const address = new URL(url)
    await using network = await TcpProxy.open(Number(address.port))
    address.port = `${network.port}`
    await using server = await parlance({ PARLANCE_DATABASE_URL: address.href })
    const ana = await server.user('Ana')
    const room = await ana.room()
    const acknowledged: string[] = []
    let refused = 0
    let isOver = false
    /** Sends one message after another. A refused one is sent again, with the same id. */
    const talk = async (name: number): Promise<void> => {
      for (let n = 0; !isOver; n++) {
        const message = { text: `person ${name}: ${n}`, clientId: `${name}-${n}` }
        for (;;) {
          const { status, body } = await ana.call('POST', `/rooms/${room.id}/messages`, message)
          if (status === 201 || status === 200) break
          expect([status, body.code]).toEqual([503, 'unavailable'])
          refused++
        }
        acknowledged.push(message.text)
      }
    }
    const talking = Array.from({ length: 8 }, (_, i) => talk(i))
    const goesOn = (count = acknowledged.length + 50) => waitFor(() => acknowledged.length > count)
    const isRefused = (count = refused + 20) => waitFor(() => refused > count)
    await goesOn()
    for (let round = 0; round < 3; round++) {
      network.cut()
      await goesOn()
      network.down()
      await isRefused()
      const allow = await refuseWrites(url)
      network.heal()
      await isRefused()
      await allow()
      await goesOn()
    }
    isOver = true
    await Promise.all(talking)
    const texts: string[] = []
    for (let before = ''; ; ) {
      const { messages } = await ana.ask('GET', `/rooms/${room.id}/messages?limit=100${before}`)
      texts.unshift(...messages.map(({ text }: { text: string }) => text))
      if (messages.length < 100) break
      before = `&before=${messages[0].seq}`
    }
    // Each once, whatever became of the answers to its first sends.
    expect(texts.toSorted()).toEqual(acknowledged.toSorted())
    await server[Symbol.asyncDispose]()
    await drop()
  }, 90_000)
