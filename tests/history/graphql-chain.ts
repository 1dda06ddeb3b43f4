import { REFUSALS, type RefusalCode } from '../../protocol/refusals.ts'
import { EVERYTHING_HEARD, inWireEvent } from '../support/graphql.ts'
import { Chain } from './chain.ts'
import type { Door } from './history.ts'
import type { Person, Place, Recorder } from './recorder.ts'

type Result = {
  readonly data?: { readonly events: { readonly after: string; readonly event: Told } }
  readonly errors?: readonly { readonly extensions?: { readonly code: RefusalCode } }[]
}
type Told = { readonly __typename: string }

/** A subscription to everything, which goes on by saying `after`, on a socket or a stream. */
abstract class GraphqlChain extends Chain {
  protected after: string

  constructor(recorder: Recorder, person: Person, door: Door, after: string, nth: string) {
    super(recorder, person, door, nth)
    this.after = after
  }

  protected get operation() {
    return { query: EVERYTHING_HEARD, variables: { after: this.after, ephemeral: true } }
  }

  protected next({ data, errors = [] }: Result, ready: () => void): void {
    for (const { extensions } of errors)
      if (extensions === undefined || REFUSALS[extensions.code].status < 500)
        this.refused(`refused by GraphQL: ${JSON.stringify(errors)}`)
    if (data === undefined) return
    const { after, event } = data.events
    this.after = after
    if (event.__typename === 'Ready') return ready()
    if (event.__typename === 'Reset') return this.reset()
    const told = inWireEvent(event)
    if ('seq' in told) this.hear(told)
    else this.pass(told)
  }
}

/** By `graphql-transport-ws`, in raw frames. */
export class GraphqlSocketChain extends GraphqlChain {
  #socket: WebSocket | undefined

  constructor(recorder: Recorder, person: Person, after: string, nth = '') {
    super(recorder, person, 'graphql-socket', after, nth)
  }

  protected override async connect(
    { url }: Place,
    dropped: Promise<void>,
    ready: () => void,
  ): Promise<void> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    this.#socket = socket
    const say = (frame: object) => socket.send(JSON.stringify(frame))
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    const payload = { Authorization: `Bearer ${this.token}` }
    socket.onopen = () => say({ type: 'connection_init', payload })
    socket.onerror = () => resolve()
    socket.onclose = ({ code, reason }) => {
      // One that was given up may still be refused, for the words that a silence held back.
      const isMeant = this.#socket !== socket || code === 4429
      if (code >= 4400 && code < 4500 && !isMeant) this.refused(`${code} ${reason}`)
      resolve()
    }
    socket.onmessage = ({ data }) => {
      if (this.#socket !== socket) return
      const frame = JSON.parse(String(data))
      if (frame.type === 'connection_ack')
        say({ id: '1', type: 'subscribe', payload: this.operation })
      else if (frame.type === 'next') this.next(frame.payload, ready)
      else if (frame.type === 'ping') say({ type: 'pong' })
      else if (frame.type === 'error') this.next({ errors: frame.payload }, ready)
      if (frame.type === 'error' || frame.type === 'complete') resolve()
    }
    await Promise.race([dropped, closed])
    // What still comes of it is not received any more.
    this.#socket = undefined
    socket.close()
  }
}

/** By server-sent events; the id that came last goes with the next request. */
export class GraphqlStreamChain extends GraphqlChain {
  #lastId = ''

  constructor(recorder: Recorder, person: Person, after: string, nth = '') {
    super(recorder, person, 'graphql-stream', after, nth)
  }

  protected override connect(
    { url }: Place,
    dropped: Promise<void>,
    ready: () => void,
  ): Promise<void> {
    const headers = {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      ...(this.#lastId !== '' && { 'last-event-id': this.#lastId }),
    }
    const request = { method: 'POST', headers, body: JSON.stringify(this.operation) }
    return this.stream(`${url}/graphql`, request, dropped, ({ id, event, data }) => {
      this.#lastId = id ?? this.#lastId
      if (event === 'next' && data !== undefined) this.next(JSON.parse(data), ready)
    })
  }
}
