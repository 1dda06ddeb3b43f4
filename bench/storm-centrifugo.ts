import { CENTRIFUGO_KEY, centrifugo, centrifugoCommand, centrifugoHello } from './centrifugo.ts'
import { tokenOf } from './crowd.ts'
import { startCommand } from './server-process.ts'
import type { Storm } from './storm-clients.ts'
import { SECRET } from './variants.ts'

/** Messages that one request publishes. */
const AT_ONCE = 100

/**
 * Centrifugo with the messages of a storm: its history is in memory, so it does not restart, and its clients come for the
 * first time, each from the position before the messages.
 */
export async function startStormCentrifugo(
  folder: string,
  rooms: readonly { readonly id: string; readonly texts: readonly string[] }[],
  users: readonly { readonly user: number; readonly room: number }[],
) {
  const server = await startCommand(centrifugoCommand(folder, SECRET))
  const epochs: string[] = []
  for (const { id, texts } of rooms) epochs.push(await publish(server.port, id, texts))
  const clients: Storm['clients'][number][] = []
  for (const { user, room } of users) {
    const [token, { id = '' } = {}] = [await tokenOf('centrifugo', user), rooms[room]]
    const since = { offset: 0, epoch: epochs[room] ?? '' }
    clients.push({ room, hello: centrifugoHello(token, [id], since) })
  }
  const bounds = rooms.map(({ id, texts }) => ({ id, first: 1, last: texts.length }))
  return { server, storm: { path: centrifugo.path, rooms: bounds, clients } }
}

/** Returns the epoch of the channel. */
async function publish(port: number, channel: string, texts: readonly string[]): Promise<string> {
  let epoch = ''
  for (let i = 0; i < texts.length; i += AT_ONCE) {
    const commands = texts
      .slice(i, i + AT_ONCE)
      .map((text) => ({ publish: { channel, data: JSON.parse(text) } }))
    const response = await fetch(`http://127.0.0.1:${port}/api/batch`, {
      method: 'POST',
      headers: { 'x-api-key': CENTRIFUGO_KEY },
      body: JSON.stringify({ commands }),
    })
    const { replies }: Batch = await response.json()
    epoch = replies.at(-1)?.publish?.epoch ?? epoch
  }
  return epoch
}

type Batch = { readonly replies: readonly { readonly publish?: { readonly epoch: string } }[] }
