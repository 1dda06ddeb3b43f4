import * as z from 'zod'
import { COMMANDS, isCommand } from '../../../protocol/commands.ts'
import { isAppCommand, MANAGEMENT } from '../../../protocol/management.ts'
import type { Op } from '../../../protocol/op.ts'
import { nearest } from '../../settings/nearest.ts'
import { type Column, tableOf } from '../columns.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { findUser } from '../names.ts'

type Row = { readonly name: string; readonly fields: string; readonly summary: string }
const COLUMNS: readonly Column<Row>[] = [
  ['command', ({ name }) => name],
  ['fields', ({ fields }) => fields],
  ['meaning', ({ summary }) => summary],
]

export const API_COMMANDS: readonly Command[] = [
  {
    name: 'api',
    summary: 'Run any command of the API; without a command, list them all',
    details:
      'A field is NAME=VALUE, or NAME:=JSON. Without --as it is a command of the management port; with --as it is one of the client port, which the user runs.',
    args: [
      {
        name: 'command',
        description: 'the name of a command, such as rooms.list',
        isOptional: true,
      },
      { name: 'fields', description: 'the fields of its input', isOptional: true, rest: true },
    ],
    flags: {
      as: { type: 'string', description: 'the id or handle of a user, for commands of users' },
    },
    run: async (call) => {
      const [name, as] = [call.optional('command'), call.flag('as')]
      const ops: Readonly<Record<string, Op>> = as === undefined ? MANAGEMENT : COMMANDS
      if (name === undefined) {
        const rows = Object.entries(ops).map(([name, op]) => rowOf(name, op))
        return { json: rows, text: tableOf(rows, COLUMNS) }
      }
      const op = ops[name]
      if (op === undefined) throw new UsageError(unknown(name, ops, as !== undefined))
      const input = inputOf(op, call.rest('fields'))
      const link = await call.link()
      const json =
        as === undefined
          ? isAppCommand(name)
            ? await link.app(name, input)
            : {}
          : isCommand(name)
            ? await link.as(await findUser(link, as), name, input)
            : {}
      return { json, text: JSON.stringify(json, null, 2) }
    },
  },
]

function unknown(name: string, ops: object, isUser: boolean): string {
  const meant = nearest(name, Object.keys(ops))
  const hint = meant === undefined ? '' : `: did you mean ${meant}?`
  const other = isUser ? isAppCommand(name) : isCommand(name)
  if (other && meant !== name)
    return `${name}: this is a command of the ${isUser ? 'management port: leave --as out' : 'client port: add --as USER'}`
  return `${name}: there is no such command${hint} (parlance api${isUser ? ' --as USER' : ''} lists all)`
}

const rowOf = (name: string, op: Op): Row => ({
  name,
  fields: [...fieldsOf(op).keys()].join(' '),
  summary: op.summary,
})

/** The fields of an input with their JSON types. */
function fieldsOf({ input }: Op): ReadonlyMap<string, string> {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any', reused: 'inline' })
  const options = [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]
  return new Map(
    options.flatMap(({ properties = {} }) =>
      Object.entries(properties).map(([name, field]) => [
        name,
        typeof field === 'object' && typeof field.type === 'string' ? field.type : 'string',
      ]),
    ),
  )
}

function inputOf(op: Op, given: readonly string[]): Record<string, unknown> {
  const types = fieldsOf(op)
  const input: Record<string, unknown> = {}
  for (const text of given) {
    const [, name, sign, value = ''] = /^([^=:]+)(:?=)([\s\S]*)$/.exec(text) ?? []
    if (name === undefined)
      throw new UsageError(`${text}: a field must be NAME=VALUE, or NAME:=JSON`)
    if (!types.has(name)) {
      const meant = nearest(name, [...types.keys()])
      const hint =
        meant === undefined
          ? `: the fields are ${[...types.keys()].join(', ')}`
          : `: did you mean ${meant}?`
      throw new UsageError(`${name}: there is no such field${hint}`)
    }
    const type = types.get(name)
    if (type === 'array' && sign === '=') input[name] = value.split(',')
    else input[name] = sign === ':=' || type !== 'string' ? jsonOf(name, value) : value
  }
  return input
}

function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${name}: ${text} is not JSON: quote a text, as in ${name}:='"text"'`)
  }
}
