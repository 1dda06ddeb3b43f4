/** A client in a process of its own, which can be stopped without its connection being closed. */
async function stoppable(code: string) {
  const child = Bun.spawn([process.execPath, '--no-orphans', '-e', code], { stdout: 'pipe' })
  for await (const _ of child.stdout) break
  return {
    stop: () => child.kill('SIGSTOP'),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await child.exited
    },
  }
}

function socket(url: string, protocol: string, says: readonly object[], answer: string) {
  return stoppable(`
    const socket = new WebSocket(${JSON.stringify(url.replace('http', 'ws'))}, ${JSON.stringify(protocol)} || undefined)
    socket.onopen = () => ${JSON.stringify(says.map((frame) => JSON.stringify(frame)))}.forEach((text) => socket.send(text))
    socket.onmessage = ({ data }) => String(data).includes(${JSON.stringify(answer)}) && console.log('there')
    socket.onclose = () => process.exit()`)
}

function stream(url: string, token: string, answer: string) {
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' }
  return stoppable(`
    const { body } = await fetch(${JSON.stringify(url)}, { headers: ${JSON.stringify(headers)} })
    for await (const chunk of body.pipeThrough(new TextDecoderStream()))
      if (chunk.includes(${JSON.stringify(answer)})) console.log('there')`)
}

const EVENTS = 'subscription { events { __typename } }'
type Join = (url: string, token: string, room: string) => ReturnType<typeof stoppable>
/** Who can be stopped, and the door's name in the metrics. */
export type Stoppable = { readonly door: string; readonly join: Join }
export const SOCKETS: Readonly<Record<string, Stoppable>> = {
  'a socket': {
    door: 'socket',
    join: (url, token) =>
      socket(`${url}/api/v1/socket`, '', [{ type: 'hello', token }], '"type":"ready"'),
  },
  'a GraphQL socket': {
    door: 'graphql',
    join: (url, token) =>
      socket(
        `${url}/graphql`,
        'graphql-transport-ws',
        [
          { type: 'connection_init', payload: { token } },
          { type: 'subscribe', id: '1', payload: { query: EVENTS } },
        ],
        'next',
      ),
  },
  'a socket of a quick room': {
    door: 'quick',
    join: (url, _, room) =>
      socket(
        `${url}/chat/join?${new URLSearchParams({ name: 'Ben', room })}`,
        '',
        [],
        'participant_joined',
      ),
  },
}
export const STREAMS: Readonly<Record<string, Stoppable>> = {
  'an event stream': {
    door: 'stream',
    join: (url, token) => stream(`${url}/api/v1/events`, token, 'event: ready'),
  },
  'a GraphQL stream': {
    door: 'graphql',
    join: (url, token) =>
      stream(`${url}/graphql?${new URLSearchParams({ query: EVENTS })}`, token, 'event: next'),
  },
}
