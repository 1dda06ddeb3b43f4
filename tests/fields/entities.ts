/** An object in an answer or an event, as JSON has it. */
export type Found = Readonly<Record<string, unknown>>

type Kind = {
  /** Whether an object is an entity of this kind, by the fields that only this kind has. */
  readonly has: readonly string[]
  readonly keyOf: (object: Found, parent: Found) => unknown
}

const byId = ({ id }: Found) => id
const byUser = ({ user }: Found) => (user as Found | undefined)?.['id']

const KINDS = {
  room: { has: ['memberCount', 'features'], keyOf: byId },
  myRoom: { has: ['memberCount', 'preferences'], keyOf: byId },
  message: { has: ['version', 'sender'], keyOf: byId },
  user: { has: ['kind', 'createdAt'], keyOf: byId },
  member: { has: ['role', 'joinedAt'], keyOf: byUser },
  preferences: { has: ['notify'], keyOf: (_, parent) => parent['room'] ?? parent['id'] },
  invitation: { has: ['uses', 'by'], keyOf: byId },
  joinRequest: { has: ['room', 'user', 'createdAt'], keyOf: byId },
  request: { has: ['from', 'expiresAt'], keyOf: byId },
  sanction: { has: ['kind', 'createdAt', 'reason'], keyOf: byId },
  erasure: { has: ['erased', 'state'], keyOf: byId },
  export: { has: ['files', 'requestedBy'], keyOf: byId },
  legalHold: { has: ['reason', 'by'], keyOf: byId },
  // A user has one.
  consent: { has: ['requestsFrom'], keyOf: () => 'own' },
  presence: { has: ['state', 'user'], keyOf: byUser },
  thread: { has: ['root', 'following'], keyOf: ({ root }) => (root as Found)['id'] },
  myReport: { has: ['report', 'reason'], keyOf: ({ report }) => report },
  key: { has: ['scopes', 'prefix'], keyOf: byId },
  wordList: { has: ['wordCount', 'action'], keyOf: ({ name }) => name },
  link: { has: ['purpose', 'expiresAt'], keyOf: byId },
} as const satisfies Readonly<Record<string, Kind>>

export type KindName = keyof typeof KINDS

/** The entities of this kind and key anywhere in a value. */
export function entitiesIn(value: unknown, kind: KindName | undefined, key: unknown): Found[] {
  if (kind === undefined) return []
  const { has, keyOf }: Kind = KINDS[kind]
  return objectsIn(value)
    .filter(({ object, parent }) => has.every((f) => f in object) && keyOf(object, parent) === key)
    .map(({ object }) => object)
}

type Placed = { readonly object: Found; readonly parent: Found }

function objectsIn(value: unknown, parent: Found = {}): Placed[] {
  if (Array.isArray(value)) return value.flatMap((each) => objectsIn(each, parent))
  if (typeof value !== 'object' || value === null) return []
  const object = value as Found
  return [{ object, parent }, ...Object.values(object).flatMap((each) => objectsIn(each, object))]
}
