import { connect, type Socket as Tcp } from 'node:net'
import { waitFor } from './wait.ts'

/** A client that can stop reading: a browser's WebSocket cannot. */
export async function open(
  url: string,
  request: string,
): Promise<{ tcp: Tcp; heard: () => Buffer }> {
  const chunks: Buffer[] = []
  const tcp = connect(Number(new URL(url).port), '127.0.0.1', () => tcp.write(request))
  tcp.on('data', (data) => chunks.push(Buffer.from(data)))
  await waitFor(() => chunks.length > 0)
  return { tcp, heard: () => Buffer.concat(chunks) }
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
