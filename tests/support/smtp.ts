import { createServer, type Socket } from 'node:net'
import { waitFor } from './wait.ts'

export type ReceivedMail = {
  readonly from: string
  readonly to: readonly string[]
  /** The lines of the header, unfolded. */
  readonly headers: readonly string[]
  readonly text: string
  /** The code of the link in the text. */
  readonly code: string | undefined
}

type Options = {
  /** The status for a recipient, such as 550, and how often it is answered. */
  readonly refuse?: (to: string) => number | undefined
  /** Speaks no word. */
  readonly isSilent?: boolean
}

/** A mail server of RFC 5321 that keeps every mail, on a free port. */
export async function smtp({ refuse = () => undefined, isSilent = false }: Options = {}) {
  const mails: ReceivedMail[] = []
  const attempts: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A client that ends the connection early is what some tests want.
    socket.on('error', () => undefined)
    if (!isSilent) talk(socket)
  })

  function talk(socket: Socket): void {
    const say = (line: string) => void socket.write(`${line}\r\n`)
    let [from, to, rest, isData] = ['', [] as string[], '', false]
    say('220 test ESMTP')
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1')
      for (;;) {
        const end = isData ? rest.indexOf('\r\n.\r\n') : rest.indexOf('\r\n')
        if (end < 0) return
        const line = rest.slice(0, end)
        rest = rest.slice(end + (isData ? 5 : 2))
        if (isData) {
          mails.push(parse(from, to, line))
          isData = false
          say('250 kept')
        } else command(line)
      }
    })

    function command(line: string): void {
      const address = /<(.*?)>/.exec(line)?.[1] ?? ''
      if (/^EHLO/i.test(line)) return say('250 test')
      if (/^MAIL FROM/i.test(line)) [from, to] = [address, []]
      if (/^RCPT TO/i.test(line)) {
        attempts.push(address)
        const status = refuse(address)
        if (status !== undefined) return say(`${status} not here`)
        to.push(address)
      }
      if (/^DATA/i.test(line)) {
        isData = true
        return say('354 go on')
      }
      say(/^QUIT/i.test(line) ? '221 bye' : '250 ok')
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    mails,
    /** The recipients that were tried. */
    attempts,
    /** The settings of a server that sends its mails here. */
    settings: {
      PARLANCE_SMTP_URL: `smtp://127.0.0.1:${address.port}`,
      PARLANCE_MAIL_FROM: 'Parlance <noreply@example.org>',
      PARLANCE_URL: 'https://chat.example.org',
    },
    /** The mail with this number, as soon as it has arrived. */
    mail: (number: number) => waitFor(() => mails[number - 1]),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function parse(from: string, to: readonly string[], data: string): ReceivedMail {
  const [head = '', ...body] = data.split('\r\n\r\n')
  const headers = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')
  const isQuoted = headers.some((line) =>
    /^content-transfer-encoding: quoted-printable/i.test(line),
  )
  const raw = body.join('\r\n\r\n')
  const text = isQuoted
    ? raw
        .replaceAll('=\r\n', '')
        .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : raw
  return { from, to, headers, text, code: /pl_link_[\w-]{43}/.exec(text)?.[0] }
}
