import { type ClientHttp2Session, connect } from 'node:http2'

export type Asked = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Ends it from here. */
  readonly signal?: AbortSignal
}

/** One request over HTTP/2, on a connection of its own; `hear` gets its body as it comes. */
export async function overHttp2(
  url: string,
  { method = 'GET', headers = {}, body, signal }: Asked,
  hear: (text: string) => void,
): Promise<number> {
  const { origin, pathname, search } = new URL(url)
  const session = connect(origin, { rejectUnauthorized: false })
  signal?.addEventListener('abort', () => session.destroy())
  try {
    return await exchange(
      session,
      { ':path': `${pathname}${search}`, ':method': method, ...headers },
      body,
      hear,
    )
  } finally {
    session.destroy()
  }
}

function exchange(
  session: ClientHttp2Session,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
  hear: (text: string) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0
    const decoder = new TextDecoder()
    session.on('error', reject).on('close', () => resolve(status))
    const stream = session.request(headers)
    stream.on('response', (answer) => (status = Number(answer[':status'])))
    stream.on('data', (chunk: Buffer) => hear(decoder.decode(chunk, { stream: true })))
    stream.on('error', reject).on('close', () => resolve(status))
    stream.end(body)
  })
}
