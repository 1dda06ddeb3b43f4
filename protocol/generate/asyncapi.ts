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

/** The data of `event: close` on a stream. */
const Close = z.object({ code: z.string(), close: z.int() })
const ReadyOnStream = z.object({ user: User, cursor: Cursor })
const ResetOnStream = z.object({ reason: z.string() })

/** The AsyncAPI 3.0 document of socket and stream (https://www.asyncapi.com/docs/reference/specification/v3.0.0). */
export function asyncapi(version: string): object {
  const models: Models = {}
  const payloads = modelsOf({ ...EVENTS, ...EPHEMERAL_EVENTS }, 'output', models)
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
  const sent = modelsOf({ hello: Hello, ping: Ping }, 'input', models)
  const inputs = modelsOf(schemasOf(COMMANDS, 'input'), 'input', models, 'Input')
  const frame = (name: string, schema: Schema) => named(schema, pascal(name), models)

  const commands = (Object.keys(COMMANDS) as CommandName[]).map((name) => ({
    name,
    summary: COMMANDS[name].summary,
  }))
  const events = Object.entries(payloads).map(
    ([type, payload]) => [type, { name: type, payload }] as const,
  )
  const messages: Record<string, object> = {
    hello: {
      summary: 'The first frame: the credential, and the cursor from which to resume.',
      payload: sent.hello,
    },
    ping: {
      summary:
        'Checks that the server answers, for clients that cannot use ping frames, such as browsers.',
      payload: sent.ping,
    },
    pong: { summary: 'The answer to ping. It is sent at once.', payload: frames.pong },
    ready: {
      summary: 'The replay is over, and the connection is live.',
      payload: frames.ready,
    },
    reset: {
      summary: 'The missed events cannot be replayed: read the state again.',
      payload: frames.reset,
    },
    error: {
      summary: 'The refusal of a command, or of the connection, which then closes.',
      payload: frames.error,
    },
    'stream.ready': { name: 'ready', summary: 'As on the socket.', payload: stream.streamReady },
    'stream.reset': { name: 'reset', summary: 'As on the socket.', payload: stream.streamReset },
    'stream.reconnect': {
      name: 'reconnect',
      summary:
        'The planned end of a stream, after about a minute: open it again with `Last-Event-ID`, as EventSource does by itself.',
      payload: stream.reconnect,
    },
    'stream.close': {
      name: 'close',
      summary:
        'The reason for which the stream ends: the close code of a socket, and the code of the refusal.',
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
  const eventTypes = events.map(([type]) => type)
  const fromClient = ['hello', 'ping', ...commands.map(({ name }) => name)]
  const fromServer = [
    'ready',
    'reset',
    'pong',
    'error',
    ...commands.map(({ name }) => `${name}.result`),
    ...eventTypes,
  ]
  const onStream = [
    'stream.ready',
    'stream.reset',
    'stream.reconnect',
    'stream.close',
    ...eventTypes,
  ]

  return located({
    asyncapi: '3.0.0',
    info: {
      title: 'Parlance: socket and stream',
      version,
      contact: { name: 'The operator of this server' },
      license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
      tags: tagsOf(COMMANDS),
      description:
        'Commands, answers and events on a WebSocket; events on a stream of server-sent events. An event has the same JSON on both, and both can be resumed.',
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
        description: 'A WebSocket with text frames. The first frame is `hello`.',
        messages: channelOf([...fromClient, ...fromServer]),
      },
      stream: {
        address: '/api/v1/events',
        servers: [{ $ref: '#/servers/stream' }],
        description:
          'Server-sent events: `data` is the JSON, and `id` the resume token to send as `Last-Event-ID`. Events of logs have no `event` field.',
        messages: channelOf(onStream),
      },
    },
    operations: {
      hello: operation('receive', 'socket', ['hello'], {
        description:
          'The first frame of a connection: the credential, and the cursor from which to resume.',
        reply: replyOf(['ready', 'reset', 'error']),
      }),
      ping: operation('receive', 'socket', ['ping'], {
        description: 'Checks that the server answers. The answer is sent at once.',
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
      events: operation('send', 'socket', eventTypes, {
        description:
          'The events of the user’s logs, each log in order, each event once; and ephemeral events.',
      }),
      stream: operation('send', 'stream', onStream, {
        description: 'The same events and ephemeral events, as server-sent events.',
      }),
    },
    components: { messages, schemas: models },
  })
}

/** References to the schemas' models, which are added to `models`. */
function modelsOf<K extends string>(
  schemas: Readonly<Record<K, z.ZodType>>,
  io: 'input' | 'output',
  models: Models,
  suffix = '',
): Record<K, Schema> {
  const converted = jsonSchemas(schemas, io)
  const { of, defs } = io === 'input' ? withJsonTexts(converted) : converted
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

/** `action` is that of the server, which receives commands and sends events. */
const operation = (
  action: 'send' | 'receive',
  channel: string,
  names: readonly string[],
  more: object = {},
) => ({ action, ...inChannel(channel, names), ...more })

const replyOf = (names: readonly string[]) => inChannel('socket', names)
