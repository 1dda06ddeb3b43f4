import { REFUSALS, type RefusalCode } from '../../protocol/refusals.ts'
import { isMutation } from '../../server/transports/graphql/schema/names.ts'
import { inWireWords, operationOf } from '../support/graphql.ts'
import { type Asking, commandOf } from './command-of.ts'
import type { Call } from './history.ts'
import type { Person, Place, Recorder } from './recorder.ts'
import { fetchJson } from './rest.ts'

/** Whether it is asked by a mutation. */
export const isAskedByMutation = (ask: Asking): boolean => isMutation(commandOf(ask, '')[0])

/** One mutation over HTTP, written down as a call over REST would be. */
export async function callByGraphql(
  recorder: Recorder,
  { node, url }: Place,
  person: Person,
  ask: Asking,
): Promise<Call> {
  const { field, query, variables } = operationOf(...commandOf(ask, person.id))
  const { token, session } = person
  const call = recorder.begin(person.id, node, 'graphql', ask, session)
  try {
    const operation = { query, variables }
    const address = `${url}/graphql`
    const { status, body } = await fetchJson(address, token, 'POST', operation, recorder.patienceMs)
    const code: RefusalCode | undefined = body?.errors?.[0]?.extensions?.code
    if (code !== undefined) return recorder.end(call, REFUSALS[code].status, undefined)
    return recorder.end(call, status, inWireWords(body.data?.[field]))
  } catch {
    call.ended = performance.now()
    return call
  }
}
