import { makeSchema, printed } from '../server/doors/graphql/schema.ts'
import { validateSchema } from 'graphql'
const s = makeSchema()
console.log(printed(s)); console.error(validateSchema(s))
