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
import { leafOf, type Outputs } from './outputs.ts'
import { bareOf, descriptionOf, shapeOf } from './shapes.ts'

type Arguments = Record<string, GraphQLArgumentConfig>

/** The protocol's schemas as GraphQL input types. They only give the shape: the command validates the values. */
export class Inputs {
  readonly #outputs: Outputs
  readonly #shared = new Map<z.ZodObject, GraphQLInputObjectType>()

  constructor(outputs: Outputs) {
    this.#outputs = outputs
  }

  /** The fields of a command's input, for an input type or as the arguments of a field. */
  fields(input: z.ZodType, hint: string): Arguments {
    const fields: Arguments = {}
    for (const [name, schema] of Object.entries(shapeOf(input)))
      fields[name] = {
        type: this.#typeOf(schema, isObject(schema) ? pascal(name) : hint + pascal(name)),
        description: descriptionOf(schema),
      }
    return fields
  }

  object(fields: Arguments, name: string): GraphQLInputObjectType {
    return new GraphQLInputObjectType({ name, fields })
  }

  #typeOf(schema: z.core.$ZodType, hint: string): GraphQLInputType {
    const bare = bareOf(schema)
    const type = this.#nullable(bare, hint)
    return bare === schema ? new GraphQLNonNull(type) : type
  }

  #nullable(schema: z.core.$ZodType, hint: string): GraphQLNullableInputType {
    if (schema instanceof z.ZodObject) return this.#nested(schema, hint)
    if (schema instanceof z.ZodArray) return new GraphQLList(this.#typeOf(schema.element, hint))
    if (schema instanceof z.ZodEnum) return this.#outputs.enum(schema.options.map(String), hint)
    return leafOf(schema)
  }

  /** Several commands can share one nested object, so its type is named after the field. */
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
