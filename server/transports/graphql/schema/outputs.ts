import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  GraphQLID,
  GraphQLInt,
  type GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLNullableOutputType,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
} from 'graphql'
import * as z from 'zod'
import * as entities from '../../../../protocol/entities.ts'
import { IDS, Log, UserId } from '../../../../protocol/ids.ts'
import type { Context } from '../execution/context.ts'
import { pascal } from './names.ts'
import { isNode, Node } from './node-interface.ts'
import { DateTime, JSONScalar } from './scalars.ts'
import { bareOf, descriptionOf, isA, nameOf } from './shapes.ts'

export type Fields = GraphQLFieldConfigMap<Readonly<Record<string, unknown>>, Context>
export type Field = GraphQLFieldConfig<Readonly<Record<string, unknown>>, Context>
/** The fields of a type that its entity does not have: each one runs a use-case. */
export type Relations = (type: string, shape: z.ZodRawShape) => Fields

/** The GraphQL names of enums that have no name in the protocol. */
const ENUM_NAMES = {
  RoomHistory: entities.Room.shape.history,
  ReceiptsSetting: entities.Preferences.shape.receipts,
  OpenRoomType: z.enum(['public', 'announcement']),
}

const ALL_IDS = [...Object.values(IDS), UserId]
const isId = (schema: z.core.$ZodType): boolean => ALL_IDS.some((id) => isA(schema, id))

/**
 * The protocol's schemas as GraphQL output types. An entity keeps its name; a schema without a name is named
 * after the field that uses it first. A field with the id of another object ends in `Id`.
 */
export class Outputs {
  readonly #objects = new Map<string, GraphQLObjectType>()
  readonly #enums = new Map<string, GraphQLEnumType>()
  readonly #relations: Relations

  constructor(relations: Relations) {
    this.#relations = relations
    // Enums are registered first, so that their names do not depend on the first field that uses them.
    for (const schema of Object.values(entities))
      if (schema instanceof z.ZodEnum) this.enum(schema.options.map(String), nameOf(schema) ?? '')
    for (const [name, schema] of Object.entries(ENUM_NAMES))
      this.enum(schema.options.map(String), name)
  }

  /** A non-null type, unless the schema is optional or nullable. */
  of(schema: z.core.$ZodType, hint: string): GraphQLOutputType {
    const type = this.nullable(schema, hint)
    return bareOf(schema) === schema ? new GraphQLNonNull(type) : type
  }

  nullable(schema: z.core.$ZodType, hint: string): GraphQLNullableOutputType {
    const bare = bareOf(schema)
    if (bare instanceof z.ZodObject) return this.object(bare, hint)
    if (bare instanceof z.ZodArray) return new GraphQLList(this.of(bare.element, hint))
    if (bare instanceof z.ZodEnum) return this.enum(bare.options.map(String), hint)
    return leafOf(bare)
  }

  /** `hint`: the name of the type where its schema has none. */
  object(
    schema: z.ZodObject,
    hint: string,
    interfaces: GraphQLInterfaceType[] = [],
  ): GraphQLObjectType {
    // `MyRoom` is a `Room` with more fields, so both are one type: relations.ts adds those fields.
    if (isA(schema, entities.MyRoom)) return this.object(entities.Room, hint)
    const name = nameOf(schema) ?? hint
    const known = this.#objects.get(name)
    if (known !== undefined) return known
    const { shape } = schema
    const type: GraphQLObjectType = new GraphQLObjectType({
      name,
      description: schema.description,
      interfaces: isNode(name) ? [Node, ...interfaces] : interfaces,
      fields: () => ({ ...this.#fields(shape, name), ...this.#relations(name, shape) }),
    })
    this.#objects.set(name, type)
    return type
  }

  enum(values: readonly string[], hint: string): GraphQLEnumType {
    const key = [...values].sort().join()
    let type = this.#enums.get(key)
    if (type === undefined) {
      type = new GraphQLEnumType({
        name: hint,
        values: Object.fromEntries(values.map((v) => [v, { value: v }])),
      })
      this.#enums.set(key, type)
    }
    return type
  }

  #fields(shape: z.ZodRawShape, owner: string): Fields {
    const fields: Fields = {}
    for (const [name, schema] of Object.entries(shape)) {
      if (name === 'type' && schema instanceof z.ZodLiteral) continue // `__typename` has it.
      const type = this.of(schema, owner + pascal(name))
      fields[fieldOf(name, bareOf(schema), owner)] = {
        type,
        description: descriptionOf(schema),
        ...(isLarge(schema) && { extensions: { isLarge: true } }),
        resolve: (source) => source[name],
      }
    }
    return fields
  }
}

/** A reference is named after the type of the object: `userId`, not `id`. */
function fieldOf(name: string, schema: z.core.$ZodType, owner: string): string {
  if (!isId(schema) || name === 'log' || (name === 'id' && isNode(owner))) return name
  const field = name === 'id' ? (nameOf(schema) ?? 'Id') : `${name}Id`
  return field.charAt(0).toLowerCase() + field.slice(1)
}

/** Whether a client can fill the value with up to 16 KiB. */
const isLarge = (schema: z.core.$ZodType): boolean =>
  bareOf(schema) instanceof z.ZodRecord || TEXTS.has(schema)
const TEXTS: ReadonlySet<unknown> = new Set([
  entities.Message.shape.text,
  entities.Version.shape.text,
])

/** The scalar of a schema, for input and output types. */
export function leafOf(schema: z.core.$ZodType) {
  if (isId(schema) || isA(schema, Log)) return GraphQLID
  if (schema instanceof z.ZodISODateTime) return DateTime
  if (schema instanceof z.ZodNumber) return GraphQLInt
  if (schema instanceof z.ZodRecord) return JSONScalar
  if (schema instanceof z.ZodBoolean) return GraphQLBoolean
  if (schema instanceof z.ZodLiteral)
    return typeof schema.value === 'boolean' ? GraphQLBoolean : GraphQLString
  // The protocol normalises names and lines with a pipe.
  if (schema instanceof z.ZodString || schema instanceof z.ZodPipe) return GraphQLString
  throw new Error(`There is no GraphQL type for ${schema._zod.def.type}`)
}
