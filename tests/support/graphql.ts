import {
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  isObjectType,
  OperationTypeNode,
} from 'graphql'
import { createClient, type Client as WsClient } from 'graphql-ws'
import type { CommandName } from '../../protocol/commands.ts'
import { EPHEMERAL_EVENTS, type EphemeralEvent, EVENTS, type Event } from '../../protocol/events.ts'
import { LIST_QUERIES } from '../../server/transports/graphql/schema/list-queries.ts'
import {
  isMutation,
  MUTATIONS,
  pascal,
  type QueryName,
} from '../../server/transports/graphql/schema/names.ts'
import { makeSchema } from '../../server/transports/graphql/schema/schema.ts'
import type { Client } from './client.ts'
import { waitFor } from './wait.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test looks at answers as they came
type Answer = any

/** One operation over HTTP, with its status and the whole answer. */
export async function graphql(
  who: Pick<Client, 'url' | 'token'>,
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<{ status: number; data: Answer; errors: Answer; code: string | undefined }> {
  const response = await fetch(`${who.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(who.token !== '' && { authorization: `Bearer ${who.token}` }),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = await response.json()
  return { status: response.status, data, errors, code: errors?.[0]?.extensions?.code }
}

/** One that must succeed. */
export async function asked(who: Client, query: string, variables: object = {}): Promise<Answer> {
  const { data, errors } = await graphql(who, query, variables)
  if (errors !== undefined) throw new Error(`${query}: ${JSON.stringify(errors)}`)
  return data
}

/** The real client of `graphql-transport-ws`, which comes back by itself. */
export function wsClient(who: Client): WsClient {
  return createClient({
    url: `${who.url.replace('http', 'ws')}/graphql`,
    connectionParams: { Authorization: `Bearer ${who.token}` },
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: () => Bun.sleep(20),
    shouldRetry: () => true,
  })
}

/** Everything that one subscription said. */
export class Subscribed {
  readonly said: Answer[] = []
  error: Answer
  done = false
  readonly end: () => void

  constructor(client: WsClient, query: string, variables: Record<string, unknown> = {}) {
    this.end = client.subscribe(
      { query, variables },
      {
        next: (result) => this.said.push(result),
        error: (error) => (this.error = error),
        complete: () => (this.done = true),
      },
    )
  }

  /** What its one field said, without the beginning. */
  get received(): Answer[] {
    return this.said
      .map(({ data }) => Object.values(data ?? {})[0] as Answer)
      .filter(({ event }) => event.__typename !== 'Ready')
  }

  get after(): string | undefined {
    const last = this.said.at(-1)?.data
    return last && (Object.values(last)[0] as Answer).after
  }

  ready(): Promise<unknown> {
    return waitFor(() => this.said.length > 0 || this.error)
  }

  hears(count: number, seconds?: number): Promise<Answer[]> {
    return waitFor(() => this.received.length >= count && this.received, seconds)
  }
}

const SCHEMA = makeSchema()

const NONE: ReadonlySet<string> = new Set()

/**
 * A command as an operation that asks for everything that it says by itself, and its variables. `also`: fields that
 * need another use-case, and are asked for nevertheless.
 */
export function operationOf(name: CommandName, input: Record<string, unknown>, also = NONE) {
  if (isMutation(name)) {
    const field = MUTATIONS[name]
    const { args, type } = fieldOf(OperationTypeNode.MUTATION, field)
    const takes = args.length > 0
    const text = `${field}${takes ? '(input: $input)' : ''} ${selection(type)}`
    const head = takes ? `($input: ${pascal(field)}Input!)` : ''
    return { field, query: `mutation ${head} { ${text} }`, variables: { input } }
  }
  const { field, called = {} } = LIST_QUERIES[name as QueryName]
  const { args, type } = fieldOf(OperationTypeNode.QUERY, field)
  const said = Object.entries(input).map(([key, value]) => [called[key] ?? key, value] as const)
  const declared = said.map(([key]) => `$${key}: ${args.find((arg) => arg.name === key)?.type}`)
  const given = said.map(([key]) => `${key}: $${key}`)
  const [head, tail] = said.length > 0 ? [`(${declared})`, `(${given})`] : ['', '']
  const query = `query ${head} { ${field}${tail} ${selection(type, also)} }`
  return { field, query, variables: Object.fromEntries(said) }
}

function fieldOf(kind: OperationTypeNode, name: string): GraphQLField<unknown, unknown> {
  const field = SCHEMA.getRootType(kind)?.getFields()[name]
  if (field === undefined) throw new Error(`no ${name}`)
  return field
}

/** All fields that need no other use-case, and those of `also`; not those of `without`. */
export function selection(type: GraphQLOutputType, also = NONE, without = NONE): string {
  const named = getNamedType(type)
  if (!isObjectType(named)) return ''
  const fields = Object.values(named.getFields()).filter(
    ({ name, extensions }) =>
      (extensions.weight === undefined || also.has(name)) && name !== 'edges' && !without.has(name),
  )
  return `{ ${fields.map((field) => `${field.name} ${selection(field.type, also)}`).join(' ')} }`
}

const RENAMED = new Set([
  'reportId',
  ...['roomId', 'userId', 'replyToId', 'threadId', 'invitationId', 'joinRequestId', 'requestId'],
  ...['sessionId', 'sanctionId', 'byId'],
])

/**
 * What GraphQL said, in the words of the wire: nothing that is null, ids by their own names. What only
 * refers to something has its own id first, by the name of what that is.
 */
export function inWireWords(value: Answer): Answer {
  if (Array.isArray(value)) return value.map(inWireWords)
  if (typeof value !== 'object' || value === null) return value
  const refers = 'id' in value || 'log' in value ? undefined : Object.keys(value)[0]
  const word = (key: string) => {
    if (key === refers && REFERENCES.has(key) && !('room' in value)) return 'id'
    return RENAMED.has(key) ? key.slice(0, -2) : key
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [word(key), inWireWords(inner)]),
  )
}
const REFERENCES = new Set([
  'userId',
  'messageId',
  'invitationId',
  'requestId',
  'linkId',
  'sanctionId',
  'erasureId',
  'exportId',
  'legalHoldId',
  'wordListId',
])

const types = new Map(
  Object.keys({ ...EVENTS, ...EPHEMERAL_EVENTS }).map((type) => [pascal(type), type]),
)
/** The fields of every event, which a document asks for once: it can have at most 600 fields. */
const OF_ENTRIES = new Set(['log', 'seq', 'cursor', 'at'])
const EVERYTHING = Object.keys(EVENTS).map((event) => {
  const name = pascal(event)
  const type = SCHEMA.getType(name)
  if (!isObjectType(type)) return ''
  const fields = selection(type, NONE, OF_ENTRIES)
  return fields === '{  }' ? '' : `... on ${name} ${fields}`
})

/** By hand: `threadId` may be null here, and is never so in an event. */
const EVERYTHING_THAT_PASSES = `
  ... on TypingStarted { log at until user { userId name } thread: threadId }
  ... on TypingStopped { log at user { userId name } thread: threadId }
  ... on PresenceChanged { log at state status lastSeenAt user { userId name } }`

/** Asks for everything that a user may hear, and what passes with `ephemeral`. */
export const EVERYTHING_HEARD = `subscription ($after: String, $ephemeral: Boolean! = false) {
  events(after: $after, ephemeral: $ephemeral) { after event {
    __typename ... on LogEntry { ${[...OF_ENTRIES].join(' ')} } ${EVERYTHING.join(' ')} ${EVERYTHING_THAT_PASSES}
  } }
}`

/** What such a subscription says of an event, as the wire says it. */
export const inWireEvent = ({ __typename, ...event }: Answer): Event | EphemeralEvent => ({
  type: types.get(__typename),
  ...inWireWords(event),
})

/** All that a user hears, through a subscription that asks for everything, as the wire says it. */
export class HeardAll {
  readonly #subscribed: Subscribed

  constructor(client: WsClient, after?: string) {
    const variables = after === undefined ? {} : { after }
    this.#subscribed = new Subscribed(client, EVERYTHING_HEARD, variables)
  }

  async ready(): Promise<this> {
    await waitFor(() =>
      this.#subscribed.said.some(({ data }) => data.events.event.__typename === 'Ready'),
    )
    return this
  }

  get events(): Event[] {
    return this.#subscribed.received.map(({ event }) => inWireEvent(event) as Event)
  }
}
