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
import { InvitationId, Log, MessageId, RoomId, UserId } from '../../../../protocol/ids.ts'
import type { Context } from '../execution/context.ts'
import { pascal } from './names.ts'
import { isNode, Node } from './node-interface.ts'
import { DateTime, JSONScalar } from './scalars.ts'
import { bareOf, isA, nameOf, wordsOn } from './shapes.ts'

export type Fields = GraphQLFieldConfigMap<Readonly<Record<string, unknown>>, Context>
export type Field = GraphQLFieldConfig<Readonly<Record<string, unknown>>, Context>
/** What a type has beside what its entity says: fields that run a use-case. */
export type Relations = (type: string, shape: z.ZodRawShape) => Fields

/** Enums of the protocol that have no name of their own. */
const NAMELESS = {
  RoomHistory: entities.Room.shape.history,
  ReceiptsSetting: entities.Preferences.shape.receipts,
  OpenRoomType: z.enum(['public', 'announcement']),
}

const IDS = [RoomId, MessageId, InvitationId, UserId]
const isId = (schema: z.core.$ZodType): boolean => IDS.some((id) => isA(schema, id))

/**
 * The protocol's schemas as GraphQL's output types. An entity keeps its name; what has none is called
 * after the place where it was first met. An id that names another thing ends in `Id`.
 */
export class Outputs {
  readonly #objects = new Map<string, GraphQLObjectType>()
  readonly #enums = new Map<string, GraphQLEnumType>()
  readonly #relations: Relations

  constructor(relations: Relations) {
    this.#relations = relations
    // Named first, so that each has the same name wherever it stands.
    for (const schema of Object.values(entities))
      if (schema instanceof z.ZodEnum) this.enum(schema.options.map(String), nameOf(schema) ?? '')
    for (const [name, schema] of Object.entries(NAMELESS))
      this.enum(schema.options.map(String), name)
  }

  /** Not null, unless the schema says that it may be left out. */
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

  /** By the name of its entity, or by this one. */
  object(schema: z.ZodObject, hint: string, is: GraphQLInterfaceType[] = []): GraphQLObjectType {
    // My room is a room, of which I know more.
    if (isA(schema, entities.MyRoom)) return this.object(entities.Room, hint)
    const name = nameOf(schema) ?? hint
    const known = this.#objects.get(name)
    if (known !== undefined) return known
    const { shape } = schema
    const type: GraphQLObjectType = new GraphQLObjectType({
      name,
      description: schema.description,
      interfaces: isNode(name) ? [Node, ...is] : is,
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
      if (name === 'type' && schema instanceof z.ZodLiteral) continue // `__typename` says it.
      const type = this.of(schema, owner + pascal(name))
      fields[fieldOf(name, bareOf(schema), owner)] = {
        type,
        description: wordsOn(schema),
        ...(isLarge(schema) && { extensions: { isLarge: true } }),
        resolve: (source) => source[name],
      }
    }
    return fields
  }
}

/** Whatever only refers to a thing says whose id it is. */
function fieldOf(name: string, schema: z.core.$ZodType, owner: string): string {
  if (!isId(schema) || name === 'log' || (name === 'id' && isNode(owner))) return name
  const word = name === 'id' ? (nameOf(schema) ?? 'Id') : `${name}Id`
  return word.charAt(0).toLowerCase() + word.slice(1)
}

/** What a client may fill with up to 16 KiB. */
const isLarge = (schema: z.core.$ZodType): boolean =>
  bareOf(schema) instanceof z.ZodRecord || TEXTS.has(schema)
const TEXTS: ReadonlySet<unknown> = new Set([
  entities.Message.shape.text,
  entities.Version.shape.text,
])

/** What both ways have in common. */
export function leafOf(schema: z.core.$ZodType) {
  if (isId(schema) || isA(schema, Log)) return GraphQLID
  if (schema instanceof z.ZodISODateTime) return DateTime
  if (schema instanceof z.ZodNumber) return GraphQLInt
  if (schema instanceof z.ZodRecord) return JSONScalar
  if (schema instanceof z.ZodBoolean) return GraphQLBoolean
  if (schema instanceof z.ZodLiteral)
    return typeof schema.value === 'boolean' ? GraphQLBoolean : GraphQLString
  // A name or a line is tidied up on its way in.
  if (schema instanceof z.ZodString || schema instanceof z.ZodPipe) return GraphQLString
  throw new Error(`GraphQL has no word for ${schema._zod.def.type}`)
}
