import { Chain } from './chain.ts'
import type { Person, Place, Recorder } from './recorder.ts'

/** Server-sent events, as a browser's EventSource hears them: the last id goes with the next request. */
export class StreamChain extends Chain {
  #lastId: string

  constructor(recorder: Recorder, person: Person, lastId: string, nth = '') {
    super(recorder, person, 'stream', nth)
    this.#lastId = lastId
  }

  protected override async connect(
    { url }: Place,
    dropped: Promise<void>,
    ready: () => void,
  ): Promise<void> {
    const abort = new AbortController()
    let isDropped = false
    void dropped.then(() => {
      isDropped = true
      abort.abort()
    })
    const headers = {
      authorization: `Bearer ${this.person.token}`,
      'last-event-id': this.#lastId,
    }
    const answer = await fetch(`${url}/api/v1/events`, {
      headers,
      keepalive: false,
      signal: abort.signal,
    })
    if (answer.status >= 400 && answer.status < 500) this.troubles.push(await answer.text())
    if (!answer.ok) return abort.abort()
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of answer.body ?? []) {
      if (isDropped) return
      rest += decoder.decode(chunk, { stream: true })
      const blocks = rest.split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) this.#receive(block, ready)
    }
  }

  #receive(block: string, ready: () => void): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
    this.#lastId = field('id') ?? this.#lastId
    const [event, data] = [field('event'), field('data')]
    if (event === 'ready') ready()
    else if (event === 'reset') this.reset()
    else if (event === undefined && data !== undefined) {
      const told = JSON.parse(data)
      if ('seq' in told) this.hear(told)
    }
  }
}
