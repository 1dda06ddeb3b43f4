import type { Socket } from 'bun'

/** Gets one page again and again over kept-alive connections. By hand: `fetch` costs more than a page. */
export async function getPages(
  port: number,
  path: string,
  authorization: string,
  count: number,
  connections: number,
): Promise<void> {
  const head = `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: ${authorization}\r\n\r\n`
  let left = count
  const next = () => left-- > 0
  await Promise.all(Array.from({ length: connections }, () => getInTurn(port, head, next)))
}

type Reading = { missing: number; head: string }

function getInTurn(port: number, request: string, next: () => boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const ask = (socket: Socket<Reading>) => {
    socket.data = { missing: 0, head: '' }
    if (next()) socket.write(request)
    else {
      resolve()
      socket.end()
    }
  }
  void Bun.connect<Reading>({
    hostname: '127.0.0.1',
    port,
    data: { missing: 0, head: '' },
    socket: {
      open: ask,
      data(socket, chunk) {
        try {
          if (isWhole(socket.data, chunk)) ask(socket)
        } catch (error) {
          reject(error)
        }
      },
      error: (_, error) => reject(error),
      close: () => reject(new Error('the server hung up')),
    },
  }).catch(reject)
  return promise
}

/** Counts the body's bytes; of the answer nothing else is looked at but its status and length. */
function isWhole(reading: Reading, chunk: Buffer): boolean {
  if (reading.missing > 0) {
    reading.missing -= chunk.byteLength
    return reading.missing <= 0
  }
  reading.head += chunk.toString('latin1')
  const end = reading.head.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(reading.head)?.[1]
  if (!reading.head.startsWith('HTTP/1.1 200') || length === undefined)
    throw new Error(`not a page: ${reading.head.slice(0, 300)}`)
  reading.missing = Number(length) - (reading.head.length - end - 4)
  return reading.missing <= 0
}
