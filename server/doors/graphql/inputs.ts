import {
  type GraphQLArgumentConfig,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLNullableInputType,
} from 'graphql'
import * as z from 'zod'
import { pascal } from './names.ts'
import { bareOf, leafOf, type Outputs } from './outputs.ts'

type Shape = Readonly<Record<string, z.core.$ZodType>>
type Arguments = Record<string, GraphQLArgumentConfig>

/** The protocol's schemas as GraphQL's inputs: they only shape it, the command itself checks it. */
export class Inputs {
  readonly #outputs: Outputs
  readonly #shared = new Map<z.ZodObject, GraphQLInputObjectType>()

  constructor(outputs: Outputs) {
    this.#outputs = outputs
  }

  /** The fields of a command's input, as those of an input type or as arguments. */
  fields(input: z.ZodType, hint: string): Arguments {
    const fields: Arguments = {}
    for (const [name, schema] of Object.entries(shapeOf(input)))
      fields[name] = {
        type: this.#of(schema, isObject(schema) ? pascal(name) : hint + pascal(name)),
      }
    return fields
  }

  /** What a mutation takes. */
  object(fields: Arguments, name: string): GraphQLInputObjectType {
    return new GraphQLInputObjectType({ name, fields })
  }

  #of(schema: z.core.$ZodType, hint: string): GraphQLInputType {
    const bare = bareOf(schema)
    const type = this.#bare(bare, hint)
    return bare === schema ? new GraphQLNonNull(type) : type
  }

  #bare(schema: z.core.$ZodType, hint: string): GraphQLNullableInputType {
    if (schema instanceof z.ZodObject) return this.#nested(schema, hint)
    if (schema instanceof z.ZodArray) return new GraphQLList(this.#of(schema.element, hint))
    if (schema instanceof z.ZodEnum) return this.#outputs.enum(schema.options.map(String), hint)
    return leafOf(schema)
  }

  /** Several commands share it: it is called after the field that takes it. */
  #nested(schema: z.ZodObject, name: string): GraphQLInputObjectType {
    let type = this.#shared.get(schema)
    if (type === undefined) {
      type = this.object(this.fields(schema, name), `${name}Input`)
      this.#shared.set(schema, type)
    }
    return type
  }
}

const isObject = (schema: z.core.$ZodType): boolean => bareOf(schema) instanceof z.ZodObject

/** Of a choice between objects, the fields of all: those that not all must have may be left out. */
function shapeOf(input: z.ZodType): Shape {
  if (input instanceof z.ZodObject) return input.shape
  if (!(input instanceof z.ZodDiscriminatedUnion)) throw new Error('an input is an object')
  const options = input.options.map((option) => shapeOf(option as z.ZodType))
  const names = new Set(options.flatMap((option) => Object.keys(option)))
  return Object.fromEntries(
    [...names].map((name) => [name, merge(options.map((option) => option[name]))]),
  )
}

function merge(schemas: readonly (z.core.$ZodType | undefined)[]): z.core.$ZodType {
  const there = schemas.filter((schema) => schema !== undefined)
  const words = there.flatMap(wordsOf)
  const one = words.length > 0 ? z.enum(words) : bareOf(there[0] as z.core.$ZodType)
  const isAlways = schemas.every((schema) => schema !== undefined && bareOf(schema) === schema)
  return isAlways ? one : z.optional(one)
}

function wordsOf(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String)
  return schema instanceof z.ZodLiteral && typeof schema.value === 'string' ? [schema.value] : []
}

/** Clients say null for what they leave out: it stays where null means something. */
export function withoutNulls(schema: z.core.$ZodType, value: unknown): unknown {
  const bare = bareOf(schema)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (!(bare instanceof z.ZodObject || bare instanceof z.ZodDiscriminatedUnion)) return value
  const shape = shapeOf(bare)
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const field = shape[key]
      if (field === undefined) return [[key, inner]]
      return inner === null && !takesNull(field) ? [] : [[key, withoutNulls(field, inner)]]
    }),
  )
}

const takesNull = (schema: z.core.$ZodType): boolean =>
  schema instanceof z.ZodNullable || (schema instanceof z.ZodOptional && takesNull(schema.unwrap()))
