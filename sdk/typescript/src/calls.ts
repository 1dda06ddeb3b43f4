import type { CallOptions, CommandName, Input, Output } from './protocol.ts'

/** Sends any command by its name. */
export type Call = <N extends CommandName>(
  name: N,
  input: Input<N>,
  options?: CallOptions,
) => Promise<Output<N>>

/** `calls.rooms.list()` is `call('rooms.list', {})`. */
export function callsBy<Calls>(
  nouns: readonly string[],
  call: (name: string, input: object, options?: CallOptions) => unknown,
): Calls {
  const calls: Record<string, unknown> = {}
  for (const noun of nouns)
    calls[noun] = new Proxy(
      {},
      {
        get: (_, verb) =>
          // `await` reads `then`, and a noun is not a promise.
          typeof verb === 'string' && verb !== 'then'
            ? (input: object = {}, options?: CallOptions) => call(`${noun}.${verb}`, input, options)
            : undefined,
      },
    )
  return calls as Calls
}
