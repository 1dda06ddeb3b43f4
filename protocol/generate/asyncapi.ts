import * as z from 'zod'
import { COMMANDS, type CommandName } from '../commands.ts'
import { User } from '../entities.ts'
import { EPHEMERAL_EVENTS, EVENTS } from '../events.ts'
import { ClientFrame, ErrorFrame, Pong, Ready, Reset } from '../frames.ts'
import { Cursor } from '../ids.ts'
import { withJsonTexts } from './json-text.ts'
import { type Models, named, namedAll, pascal } from './models.ts'
import { describe, nounOf, tagsOf } from './nouns.ts'
import { schemasOf } from './ops.ts'
import { jsonSchemas, located, type Schema } from './schemas.ts'

/** What an `event: close` of the stream says. */
const Close = z.object({ code: z.string(), close: z.int() })
const ReadyOnStream = z.object({ user: User, cursor: Cursor })
const ResetOnStream = z.object({ reason: z.string() })

/** The socket and the stream, as AsyncAPI 3.0 (https://www.asyncapi.com/docs/reference/specification/v3.0.0). */
export function asyncapi(version: string): object {
  const models: Models = {}
  const told = modelsOf({ ...EVENTS, ...EPHEMERAL_EVENTS }, 'output', models)
  const frames = modelsOf(
    { ready: Ready, reset: Reset, pong: Pong, error: ErrorFrame, close: Close },
    'output',
    models,
  )
  const stream = modelsOf(
    { streamReady: ReadyOnStream, streamReset: ResetOnStream, reconnect: z.object({}) },
    'output',
    models,
  )
  const outputs = modelsOf(schemasOf(COMMANDS, 'output'), 'output', models, 'Output')
  const [Hello, , Ping] = ClientFrame.options
  const said = modelsOf({ hello: Hello, ping: Ping }, 'input', models)
  const inputs = modelsOf(schemasOf(COMMANDS, 'input'), 'input', models, 'Input')
  const frame = (name: string, schema: Schema) => named(schema, pascal(name), models)

  const commands = (Object.keys(COMMANDS) as CommandName[]).map((name) => ({
    name,
    summary: COMMANDS[name].summary,
  }))
  const events = Object.entries(told).map(
    ([type, payload]) => [type, { name: type, payload }] as const,
  )
  const messages: Record<string, object> = {
    hello: {
      summary: 'The first frame: who I am, and from where to go on.',
      payload: said.hello,
    },
    ping: {
      summary: 'Are you there? For clients that see no ping frames, as in a browser.',
      payload: said.ping,
    },
    pong: { summary: 'The answer to ping, at once.', payload: frames.pong },
    ready: {
      summary: 'All that was missed has been sent: from here on it is live.',
      payload: frames.ready,
    },
    reset: {
      summary: 'What was missed cannot be replayed: read the state anew.',
      payload: frames.reset,
    },
    error: {
      summary: 'Why a command was refused, or why the connection ends.',
      payload: frames.error,
    },
    'stream.ready': { name: 'ready', summary: 'As on the socket.', payload: stream.streamReady },
    'stream.reset': { name: 'reset', summary: 'As on the socket.', payload: stream.streamReset },
    'stream.reconnect': {
      name: 'reconnect',
      summary:
        'The planned end of a stream, within a minute: open it again with `Last-Event-ID`, as EventSource does by itself.',
      payload: stream.reconnect,
    },
    'stream.close': {
      name: 'close',
      summary: 'Why the stream ends: a socket’s close code, and the refusal’s.',
      payload: frames.close,
    },
    ...Object.fromEntries(events),
    ...Object.fromEntries(
      commands.flatMap(({ name, summary }) => [
        [name, { summary, payload: frame(`${name}.command`, commandOf(name, inputs[name])) }],
        [
          `${name}.result`,
          {
            summary: `The answer to ${name}.`,
            payload: frame(`${name}.result`, resultOf(outputs[name])),
          },
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
      contact: { name: 'Whoever runs this server' },
      license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
      tags: tagsOf(COMMANDS),
      description:
        'Commands and their answers, events and resume on a WebSocket; events alone on a stream of server-sent events. Every event is the same JSON on both.',
    },
    defaultContentType: 'application/json',
    servers: {
      socket: { host: 'localhost:8000', protocol: 'ws', description: 'The client port.' },
      stream: { host: 'localhost:8000', protocol: 'http', description: 'The client port.' },
    },
    channels: {
      socket: {
        address: '/api/v1/socket',
        servers: [{ $ref: '#/servers/socket' }],
        description: 'A WebSocket of text frames. It opens with `hello`.',
        messages: channelOf([...up, ...down]),
      },
      stream: {
        address: '/api/v1/events',
        servers: [{ $ref: '#/servers/stream' }],
        description:
          'Server-sent events: `data` is the JSON, `id` the cursor to come back with as `Last-Event-ID`. Events of logs have no `event` field.',
        messages: channelOf(onStream),
      },
    },
    operations: {
      hello: operation('receive', 'socket', ['hello'], {
        description:
          'The first frame of a connection: who the client is, and from where it goes on.',
        reply: replyOf(['ready', 'reset', 'error']),
      }),
      ping: operation('receive', 'socket', ['ping'], {
        description: 'Asks whether the server is there; it answers at once.',
        reply: replyOf(['pong']),
      }),
      ...Object.fromEntries(
        commands.map(({ name, summary }) => [
          name,
          operation('receive', 'socket', [name], {
            summary,
            description: describe(name, COMMANDS[name]),
            tags: [{ name: nounOf(name) }],
            reply: replyOf([`${name}.result`, 'error']),
          }),
        ]),
      ),
      events: operation('send', 'socket', ofEvents, {
        description:
          'What happens in the logs of the user: each event once, in order; and signals.',
      }),
      stream: operation('send', 'stream', onStream, {
        description: 'The same events and signals, as server-sent events.',
      }),
    },
    components: { messages, schemas: models },
  })
}

/** Their schemas as references to models, which are put into `models`. */
function modelsOf<K extends string>(
  schemas: Readonly<Record<K, z.ZodType>>,
  io: 'input' | 'output',
  models: Models,
  suffix = '',
): Record<K, Schema> {
  const made = jsonSchemas(schemas, io)
  const { of, defs } = io === 'input' ? withJsonTexts(made) : made
  namedAll(defs, models)
  const refs = {} as Record<K, Schema>
  for (const key of Object.keys(of) as K[]) refs[key] = named(of[key], pascal(key) + suffix, models)
  return refs
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
