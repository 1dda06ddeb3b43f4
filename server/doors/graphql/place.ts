import type { House } from '../door.ts'
import type { Strangers } from '../strangers.ts'
import type { Audience } from './audience.ts'
import type { Documents } from './documents.ts'

/** What every way into `/graphql` is given. */
export type Place = {
  readonly house: House
  readonly strangers: Strangers
  readonly documents: Documents
  readonly audience: Audience
}
