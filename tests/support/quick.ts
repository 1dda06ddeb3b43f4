import type { Frame } from './socket.ts'
import { waitFor } from './wait.ts'

export type Query = Readonly<Record<string, string>>
const addressOf = (url: string, query: Query) => `${url}/chat/join?${new URLSearchParams(query)}`

/** Makes a quick room, as curl would. */
export async function quickRoom(url: string, name = 'A room'): Promise<string> {
  const made = await fetch(`${url}/chat?${new URLSearchParams({ name })}`, { method: 'POST' })
  return (await made.json()).id
}

/** How joining is refused, before there is a socket. */
export async function refusedAt(url: string, query: Query, headers: Query = {}) {
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  }
  const answer = await fetch(addressOf(url, query), { headers: { ...upgrade, ...headers } })
  const { code } = await answer.json()
  return [answer.status, answer.headers.get('content-type'), code]
}

/** Somebody with a shell's WebSocket client, and every line they received. */
export class Quick {
  readonly lines: Frame[] = []
  closed: { code: number; reason: string } | undefined

  private constructor(readonly ws: WebSocket) {
    ws.onmessage = ({ data }) => this.lines.push(JSON.parse(String(data)))
    ws.onclose = ({ code, reason }) => {
      this.closed = { code, reason }
    }
  }

  /** Joins, and waits until that is received. */
  static async join(url: string, query: Query, headers: Query = {}): Promise<Quick> {
    const address = addressOf(url, query).replace('http', 'ws')
    const quick = new Quick(new WebSocket(address, { headers } as never))
    await waitFor(() => quick.lines.length > 0 || quick.closed)
    return quick
  }

  say(line: string | Uint8Array<ArrayBuffer>): void {
    this.ws.send(line)
  }

  /** Everything received, as soon as there are this many lines. */
  async hears(count: number): Promise<Frame[]> {
    await waitFor(() => this.lines.length >= count)
    return this.lines
  }

  ends(): Promise<{ code: number; reason: string }> {
    return waitFor(() => this.closed)
  }

  close(): void {
    this.ws.close()
  }
}

export const joined = (participant: string) => ({ event_type: 'participant_joined', participant })
export const left = (participant: string) => ({ event_type: 'participant_left', participant })
export const said = (participant: string, text: string) => ({ text, participant })
