import { connect, type Socket as Tcp } from 'node:net'
import { waitFor } from './wait.ts'

/** A client's pong, masked. */
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0])

/** A client that can stop reading: a browser's WebSocket cannot. */
export async function open(
  url: string,
  request: string,
): Promise<{ tcp: Tcp; received: () => Buffer }> {
  const chunks: Buffer[] = []
  const tcp = connect(Number(new URL(url).port), '127.0.0.1', () => tcp.write(request))
  tcp.on('data', (data) => chunks.push(Buffer.from(data)))
  // A sign of life, as it answers no pings.
  const alive = setInterval(() => request.includes('websocket') && tcp.write(PONG), 10_000)
  tcp.on('close', () => clearInterval(alive))
  await waitFor(() => chunks.length > 0)
  return { tcp, received: () => Buffer.concat(chunks) }
}

/** A client's text frame: masked, with a mask of zeros. */
export function frame(text: string): Buffer {
  const payload = Buffer.from(text)
  const head = Buffer.from([
    0x81,
    0x80 | 126,
    payload.length >> 8,
    payload.length & 255,
    0,
    0,
    0,
    0,
  ])
  return Buffer.concat([head, payload])
}

export const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='

/** The texts of a server's frames that came whole, behind the head of its answer. */
export function textsIn(received: Buffer): string[] {
  const texts: string[] = []
  let at = received.indexOf('\r\n\r\n') + 4
  while (at + 2 <= received.length) {
    const code = received.readUInt8(at) & 15
    let length = received.readUInt8(at + 1)
    at += 2
    if (length === 126) {
      length = received.readUInt16BE(at)
      at += 2
    } else if (length === 127) {
      length = Number(received.readBigUInt64BE(at))
      at += 8
    }
    if (at + length > received.length) break
    if (code === 1) texts.push(received.subarray(at, at + length).toString())
    at += length
  }
  return texts
}

/** The last frame of a socket that was sent away: 13 bytes of 4503 and "unavailable". */
export const SENT_AWAY = Buffer.concat([
  Buffer.from([0x88, 13, 4503 >> 8, 4503 & 255]),
  Buffer.from('unavailable'),
])
