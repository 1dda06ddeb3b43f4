import type { CallOptions, CommandName, Input, Output } from './protocol.ts'

/** Sends any command by its name. */
export type Call = <N extends CommandName>(
  name: N,
  input: Input<N>,
  options?: CallOptions,
) => Promise<Output<N>>

/**
 * Adds the commands as methods: `chat.rooms.list()` is `call('rooms.list', {})`. Every other name of `own` is a noun, so
 * the client needs no list of them.
 */
export function withCalls<Own extends object, Calls>(
  own: Own,
  call: (name: string, input: object, options?: CallOptions) => unknown,
): Own & Calls {
  const named = (get: (name: string) => unknown) =>
    new Proxy(
      {},
      // `await` reads `then`, and neither the client nor a noun is a promise.
      { get: (_, name) => (typeof name === 'string' && name !== 'then' ? get(name) : undefined) },
    )
  const nouns = named((noun) =>
    named(
      (verb) =>
        (input: object = {}, options?: CallOptions) =>
          call(`${noun}.${verb}`, input, options),
    ),
  )
  return Object.setPrototypeOf(own, nouns)
}
