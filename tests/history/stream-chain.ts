import { Chain } from './chain.ts'
import type { Person, Place, Recorder } from './recorder.ts'

/** Server-sent events, as a browser's EventSource hears them: the last id goes with the next request. */
export class StreamChain extends Chain {
  #lastId: string

  constructor(recorder: Recorder, person: Person, lastId: string, nth = '') {
    super(recorder, person, 'stream', nth)
    this.#lastId = lastId
  }

  protected override connect(
    { url }: Place,
    dropped: Promise<void>,
    ready: () => void,
  ): Promise<void> {
    const request = { headers: { 'last-event-id': this.#lastId } }
    return this.stream(`${url}/api/v1/events`, request, dropped, ({ id, event, data }) => {
      this.#lastId = id ?? this.#lastId
      if (event === 'ready') ready()
      else if (event === 'reset') this.reset()
      else if (event === undefined && data !== undefined) {
        const told = JSON.parse(data)
        if ('seq' in told) this.hear(told)
        else this.pass(told)
      }
    })
  }
}
