import * as z from 'zod'
import { COMMANDS } from '../commands.ts'
import { User } from '../entities.ts'
import { EVENTS, SIGNALS } from '../events.ts'
import { ClientFrame, ErrorFrame, Pong, Ready, Reset } from '../frames.ts'
import { Cursor } from '../ids.ts'
import { schemasOf } from './ops.ts'
import { jsonSchemas, located, type Schema } from './schemas.ts'

/** What an `event: close` of the stream says. */
const Close = z.object({ code: z.string(), close: z.int() })
const ReadyOnStream = z.object({ user: User, cursor: Cursor })
const ResetOnStream = z.object({ reason: z.string() })

/** The socket and the stream, as AsyncAPI 3.0 (https://www.asyncapi.com/docs/reference/specification/v3.0.0). */
export function asyncapi(version: string): object {
  const { of: told, defs } = jsonSchemas({ ...EVENTS, ...SIGNALS }, 'output')
  const frames = jsonSchemas(
    { ready: Ready, reset: Reset, pong: Pong, error: ErrorFrame, close: Close },
    'output',
  )
  const stream = jsonSchemas(
    { ready: ReadyOnStream, reset: ResetOnStream, reconnect: z.object({}) },
    'output',
  )
  const [Hello, , Ping] = ClientFrame.options
  const said = jsonSchemas({ hello: Hello, ping: Ping }, 'input')
  const inputs = jsonSchemas(schemasOf(COMMANDS, 'input'), 'input')
  const outputs = jsonSchemas(schemasOf(COMMANDS, 'output'), 'output')
  const schemas = {
    ...inputs.defs,
    ...outputs.defs,
    ...frames.defs,
    ...stream.defs,
    ...said.defs,
    ...defs,
  }

  const commands = Object.entries(COMMANDS).map(([name, { summary }]) => ({ name, summary }))
  const events = Object.entries(told).map(
    ([type, payload]) => [type, { name: type, payload }] as const,
  )
  const messages: Record<string, object> = {
    hello: {
      summary: 'The first frame: who I am, and from where to go on.',
      payload: said.of.hello,
    },
    ping: {
      summary: 'Are you there? For clients that see no ping frames, as in a browser.',
      payload: said.of.ping,
    },
    pong: { summary: 'The answer to ping, at once.', payload: frames.of.pong },
    ready: {
      summary: 'All that was missed has been sent: from here on it is live.',
      payload: frames.of.ready,
    },
    reset: {
      summary: 'What was missed cannot be replayed: read the state anew.',
      payload: frames.of.reset,
    },
    error: {
      summary: 'Why a command was refused, or why the connection ends.',
      payload: frames.of.error,
    },
    'stream.ready': { name: 'ready', summary: 'As on the socket.', payload: stream.of.ready },
    'stream.reset': { name: 'reset', summary: 'As on the socket.', payload: stream.of.reset },
    'stream.reconnect': {
      name: 'reconnect',
      summary:
        'The planned end of a stream, within a minute: open it again with `Last-Event-ID`, as EventSource does by itself.',
      payload: stream.of.reconnect,
    },
    'stream.close': {
      name: 'close',
      summary: 'Why the stream ends: a socket’s close code, and the refusal’s.',
      payload: frames.of.close,
    },
    ...Object.fromEntries(events),
    ...Object.fromEntries(
      commands.flatMap(({ name, summary }) => [
        [name, { summary, payload: commandOf(name, inputs.of[name]) }],
        [
          `${name}.result`,
          { summary: `The answer to ${name}.`, payload: resultOf(outputs.of[name]) },
        ],
      ]),
    ),
  }
  const ofEvents = events.map(([type]) => type)
  const up = ['hello', 'ping', ...commands.map(({ name }) => name)]
  const down = [
    'ready',
    'reset',
    'pong',
    'error',
    ...commands.map(({ name }) => `${name}.result`),
    ...ofEvents,
  ]
  const onStream = ['stream.ready', 'stream.reset', 'stream.reconnect', 'stream.close', ...ofEvents]

  return located({
    asyncapi: '3.0.0',
    info: {
      title: 'Parlance: socket and stream',
      version,
      description:
        'Commands and their answers, events and resume on a WebSocket; events alone on a stream of server-sent events. Every event is the same JSON on both.',
    },
    defaultContentType: 'application/json',
    channels: {
      socket: {
        address: '/api/v1/socket',
        description: 'A WebSocket of text frames. It opens with `hello`.',
        messages: channelOf([...up, ...down]),
      },
      stream: {
        address: '/api/v1/events',
        description:
          'Server-sent events: `data` is the JSON, `id` the cursor to come back with as `Last-Event-ID`. Events of logs have no `event` field.',
        messages: channelOf(onStream),
      },
    },
    operations: {
      hello: operation('receive', 'socket', ['hello'], {
        reply: replyOf(['ready', 'reset', 'error']),
      }),
      ping: operation('receive', 'socket', ['ping'], { reply: replyOf(['pong']) }),
      ...Object.fromEntries(
        commands.map(({ name, summary }) => [
          name,
          operation('receive', 'socket', [name], {
            summary,
            reply: replyOf([`${name}.result`, 'error']),
          }),
        ]),
      ),
      events: operation('send', 'socket', ofEvents),
      stream: operation('send', 'stream', onStream),
    },
    components: { messages, schemas },
  })
}

const commandOf = (name: string, input: Schema | undefined): Schema => ({
  type: 'object',
  properties: {
    type: { const: 'command' },
    id: { type: 'integer' },
    name: { const: name },
    input: input ?? {},
  },
  required: ['type', 'id', 'name'],
})

const resultOf = (result: Schema | undefined): Schema => ({
  type: 'object',
  properties: { type: { const: 'result' }, id: { type: 'integer' }, result: result ?? {} },
  required: ['type', 'id', 'result'],
})

const channelOf = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]))

const inChannel = (channel: string, names: readonly string[]) => ({
  channel: { $ref: `#/channels/${channel}` },
  messages: names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` })),
})

/** `action` is the server's: it receives commands and sends events. */
const operation = (
  action: 'send' | 'receive',
  channel: string,
  names: readonly string[],
  more: object = {},
) => ({ action, ...inChannel(channel, names), ...more })

const replyOf = (names: readonly string[]) => inChannel('socket', names)
