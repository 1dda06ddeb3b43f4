import { type GraphQLObjectType, type GraphQLOutputType, getNamedType, isObjectType } from 'graphql'
import type { CommandName } from '../protocol/commands.ts'
import { LIST_QUERIES } from '../server/transports/graphql/schema/list-queries.ts'
import {
  isMutation,
  MUTATIONS,
  pascal,
  type QueryName,
} from '../server/transports/graphql/schema/names.ts'
import { makeSchema } from '../server/transports/graphql/schema/schema.ts'
import { type Answer, answerOf, type Input, type Person } from './prices-client.ts'

const SCHEMA = makeSchema()
/** The largest page, and smaller ones where every field of it is too much. */
const PAGES = [100, 70, 50, 30, 15, 5]

/** What is asked for: the objects that are read by further commands, too; objects in objects; or only two levels. */
const REACHES = ['commands', 'objects', 'two levels'] as const
type Reach = (typeof REACHES)[number]

/** A command over GraphQL, with every field of its answer; with fewer of them, or a shorter page, where that is too much. */
export async function overGraphql(
  port: number,
  person: Person | undefined,
  name: CommandName,
  input: Input,
): Promise<Answer> {
  let answer: Answer = { body: undefined }
  for (const reach of person === undefined ? REACHES.slice(1) : REACHES)
    for (const size of PAGES) {
      answer = await ask(port, person, documentOf(name, input, size, reach))
      if (answer.refused !== 'too_complex' && !/cost too much/.test(answer.detail ?? ''))
        return answer
    }
  return answer
}

export type Document = { readonly query: string; readonly variables?: Input }

export async function ask(
  port: number,
  person: Person | undefined,
  document: Document,
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(person && { authorization: `Bearer ${person.token}` }),
    },
    body: JSON.stringify(document),
  })
  const answer = await answerOf(response)
  const { errors, data } = Object(answer.body) as {
    errors?: { message: string; extensions?: { code?: string } }[]
    data?: unknown
  }
  const [error] = errors ?? []
  if (error === undefined) return { ...answer, body: data }
  return {
    refused: error.extensions?.code ?? 'error',
    detail: error.message,
    body: data,
  }
}

/** The dearest document of a command: all that it answers, and what each of that leads on to in batches. */
export function documentOf(name: CommandName, input: Input, size: number, reach: Reach): Document {
  if (isMutation(name)) {
    const called = MUTATIONS[name]
    const field = SCHEMA.getMutationType()?.getFields()[called]
    const takes = (field?.args.length ?? 0) > 0
    const head = takes ? `($input: ${pascal(called)}Input!)` : ''
    const query = `mutation ${head} { ${called}${takes ? '(input: $input)' : ''} ${selectionOf(field, reach)} }`
    return { query, ...(takes && { variables: { input } }) }
  }
  const { field: called, called: renamed = {} } = LIST_QUERIES[name as QueryName]
  const field = SCHEMA.getQueryType()?.getFields()[called]
  const takes = (argument: string) => field?.args.some((each) => each.name === argument)
  const variables: Record<string, unknown> = {}
  for (const [from, value] of Object.entries(input)) {
    if (from === 'limit')
      variables[takes('last') && !('after' in input) ? 'last' : 'first'] = Math.min(
        size,
        Number(value),
      )
    else if (value !== undefined) variables[renamed[from] ?? from] = value
    // A seq of REST is a cursor here.
    for (const of of ['after', 'before'])
      if (variables[of] !== undefined) variables[of] = String(variables[of])
  }
  const used = field?.args.filter((argument) => argument.name in variables) ?? []
  const head = used.map((argument) => `$${argument.name}: ${argument.type}`).join(', ')
  const given = used.map((argument) => `${argument.name}: $${argument.name}`).join(', ')
  const query = `query ${head && `(${head})`} { ${called}${given && `(${given})`} ${selectionOf(field, reach)} }`
  return { query, variables }
}

type Field = { readonly type: GraphQLOutputType }

function selectionOf(field: Field | undefined, reach: Reach): string {
  const type = getNamedType(field?.type)
  return isObjectType(type) ? fieldsOf(type, [], reach) : ''
}

/** Behind an object that a command read, nothing more is asked than what the object holds. */
function fieldsOf(type: GraphQLObjectType, above: readonly string[], reach: Reach): string {
  const fields: string[] = []
  for (const [name, { type: of, extensions, args }] of Object.entries(type.getFields())) {
    const { weight } = extensions
    // `edges` hold the nodes once more.
    if (args.length > 0 || name === 'edges') continue
    if (weight !== undefined && (reach !== 'commands' || weight.runs === 'for each')) continue
    const named = getNamedType(of)
    if (!isObjectType(named)) fields.push(name)
    else if (!above.includes(named.name) && (reach !== 'two levels' || above.length === 0))
      fields.push(
        `${name} ${fieldsOf(named, [...above, type.name], weight === undefined ? reach : 'objects')}`,
      )
  }
  return `{ ${fields.join(' ')} }`
}
