import { mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Command } from './variants.ts'
import type { Wire } from './wire.ts'

// Centrifugo, built by Go from its module where Go is there: nothing of it is in this repository.

const VERSION = 'v6.9.1'
const MODULE = `github.com/centrifugal/centrifugo/v6@${VERSION}`
/** The key of its HTTP API, which guards nothing but a temporary folder. */
export const CENTRIFUGO_KEY = 'a-key-of-the-bench-and-of-nothing-else'

let built: string | undefined

/**
 * Builds it into a folder that stays, some minutes the first time. Returns whether it can be measured: without Go it cannot.
 */
export async function buildCentrifugo(say: (line: string) => void): Promise<boolean> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const folder = join(cache, `parlance-bench/centrifugo-${VERSION}`)
  const program = join(folder, 'centrifugo')
  if (!(await Bun.file(program).exists())) {
    if (Bun.which('go') === null) {
      say('Centrifugo is left out: there is no Go to build it')
      return false
    }
    say(`Centrifugo ${VERSION} is built, once`)
    mkdirSync(folder, { recursive: true })
    const go = Bun.spawn(['go', 'install', MODULE], {
      env: { ...process.env, GOBIN: folder },
      stdout: 'ignore',
      stderr: 'inherit',
    })
    if ((await go.exited) !== 0) throw new Error('Centrifugo was not built')
  }
  built = program
  return true
}

/** On one core, as the others are, with a history in memory. */
export function centrifugoCommand(folder: string, secret: string): Command {
  if (built === undefined) throw new Error('Centrifugo is not built')
  const port = freePort()
  const config = join(folder, 'centrifugo.json')
  const settings = {
    http_server: { address: '127.0.0.1', port: String(port) },
    http_api: { key: CENTRIFUGO_KEY },
    client: { allowed_origins: ['*'], token: { hmac_secret_key: secret } },
    channel: {
      without_namespace: {
        history_size: 1000,
        history_ttl: '1h',
        force_recovery: true,
        allow_subscribe_for_client: true,
        allow_publish_for_subscriber: true,
      },
    },
    log: { level: 'error' },
  }
  writeFileSync(config, JSON.stringify(settings))
  return { cmd: [built, '--config', config], env: { GOMAXPROCS: '1' }, port }
}

/** It wants to be told its port. */
function freePort(): number {
  const listener = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data: () => undefined } })
  listener.stop(true)
  return listener.port
}

/** The id of the command whose answer means that the client is ready: those of messages are smaller. */
const READY = 1_000_000_000

/** What a client sends first: its token, and its rooms. `since`: where each room is resumed. */
export function centrifugoHello(
  token: string,
  rooms: readonly string[],
  since?: { readonly offset: number; readonly epoch: string },
): string {
  const subscribe = (channel: string) => ({
    subscribe: { channel, recover: since && true, ...since },
  })
  const commands = [{ connect: { token } }, ...rooms.map(subscribe)]
  return commands
    .map((command, i) => JSON.stringify({ id: READY + 1 + i - commands.length, ...command }))
    .join('\n')
}

/** Its JSON protocol, by hand (https://centrifugal.dev/docs/transports/client_protocol): a frame has a reply in each line. */
export const centrifugo: Wire = {
  path: '/connection/websocket',
  pong: '{}',
  hasLines: true,
  hello: centrifugoHello,
  send: (id, { room: channel, text, clientId }) =>
    JSON.stringify({ id, publish: { channel, data: { text, clientId } } }),
  received(reply) {
    if (reply.startsWith('{"push"')) return reply.includes('"pub":{') ? 'delivery' : 'other'
    if (reply === '{}') return 'ping'
    if (reply.includes('"error":{')) return 'error'
    if (reply.startsWith(`{"id":${READY},`)) return 'ready'
    return reply.includes('"publish":{') ? 'result' : 'other'
  },
}
