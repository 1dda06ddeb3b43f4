import { getIntrospectionQuery } from 'graphql'
import type { Person } from './prices-client.ts'
import type { At, Deed } from './prices-deeds.ts'
import { ask, type Document } from './prices-graphql.ts'
import { cjk } from './prices-inputs.ts'

const times = (count: number, of: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => of(i)).join(' ')

/** The dearest documents within the limits, by nobody and by somebody; each is another one, so that none is known. */
export function documentDeeds({ port, world }: At): Deed[] {
  const { ana } = world.people
  const [hall, archive] = world.places
  const deed = (
    person: Person | undefined,
    input: string,
    expected: string | undefined,
    document: (n: number) => Document,
  ): Deed => ({
    name: 'a document',
    transport: 'GraphQL',
    input: `${input}${person === undefined ? ', by nobody' : ''}`,
    caller: person === undefined ? 'nobody' : 'user',
    call: async (n) => {
      const { refused, detail } = await ask(port, person, document(n))
      if (refused !== expected) throw new Error(`${input}: ${refused} ${detail}`)
    },
  })
  const named = (n: number, text: string) => ({ query: `query Q${n} { ${text} }` })
  const page = (room: string | undefined, size: number, fields: string) =>
    `messages(room: "${room}", last: ${size}) { nodes { ${fields} } }`
  const entity =
    'id seq text data quote { messageId text } reactions { emoji count } mentions { users }'
  const wide = times(40, (i) => `f${i}: viewer { id name kind info createdAt }`)
  const both = [undefined, ana].flatMap((person) => [
    deed(person, '32 KiB that cannot be parsed', 'invalid_operation', (n) => ({
      query: `{ ${`${'x'.repeat(15)}${n} `.repeat(1900)}`.slice(0, 32_000),
    })),
    deed(person, '32 KiB in one string', 'invalid_operation', (n) => ({
      query: `query Q${n} { room(id: "${'x'.repeat(32_000)}") { id } `,
    })),
    deed(person, '500 fields that do not exist', 'invalid_operation', (n) =>
      named(
        n,
        times(490, (i) => `field_${i}`),
      ),
    ),
    deed(person, '240 fields, the same under one name', 'invalid_operation', (n) =>
      named(n, `viewer { ${times(240, (i) => `id(a: ${i})`)} }`),
    ),
    deed(person, 'fragments in fragments', 'too_complex', (n) => ({
      query: `query Q${n} { ...A0 } ${times(60, (i) => `fragment A${i} on Query { viewer { id } ...A${i + 1} ...A${i + 1} }`)} fragment A60 on Query { viewer { id } }`,
    })),
    deed(person, 'the standard introspection', undefined, (n) => ({
      query: getIntrospectionQuery().replace('IntrospectionQuery', `I${n}`),
    })),
    deed(person, 'the types and their fields twice', undefined, (n) =>
      named(
        n,
        times(
          2,
          (i) => `s${i}: __schema { types { name description fields { name description } } }`,
        ),
      ),
    ),
  ])
  return [
    ...both,
    deed(undefined, '40 times who I am', 'unauthenticated', (n) => named(n, wide)),
    deed(ana, '40 times who I am', undefined, (n) => named(n, wide)),
    deed(ana, '1 MiB of variables that are not asked for', undefined, (n) => ({
      ...named(n, 'viewer { id }'),
      variables: { text: 'x'.repeat(900_000), values: Array.from({ length: 9000 }, () => 0) },
    })),
    deed(ana, 'four pages of 40 texts of 16 KiB', undefined, (n) =>
      named(
        n,
        times(4, (i) => `p${i}: ${page(archive?.room, 40, 'text')}`),
      ),
    ),
    deed(ana, 'four pages of 20 whole messages', undefined, (n) =>
      named(
        n,
        times(4, (i) => `p${i}: ${page(archive?.room, 20, entity)}`),
      ),
    ),
    deed(ana, 'pages of 40 rooms', undefined, (n) =>
      named(
        n,
        `rooms(first: 40) { nodes { id name unread messages(last: 8) { nodes { id text sender { userId name } } } } }`,
      ),
    ),
    deed(ana, '90 messages, each with its reactors', undefined, (n) =>
      named(
        n,
        `messages(room: "${archive?.room}", last: 90) { nodes { id reactors(first: 25) { nodes { emoji user { userId name } } } } }`,
      ),
    ),
    deed(ana, '90 messages, each with its versions', undefined, (n) =>
      named(
        n,
        `messages(room: "${archive?.room}", last: 90) { nodes { id seenBy(first: 30) { nodes { at user { userId name } } } } }`,
      ),
    ),
    deed(ana, '24 searches', undefined, (n) =>
      named(
        n,
        times(
          24,
          (i) => `s${i}: search(q: "common", first: ${i + 1}) { nodes { message { id } } }`,
        ),
      ),
    ),
    deed(ana, '45 counts of what is unread', undefined, (n) =>
      named(
        n,
        times(
          45,
          (i) => `u${i}: unreadMessages(room: "${hall?.room}", first: ${i + 1}) { nodes { id } }`,
        ),
      ),
    ),
    deed(ana, '30 lists of 100 members', undefined, (n) =>
      named(
        n,
        times(
          30,
          (i) =>
            `m${i}: members(room: "${hall?.room}", first: 100) { nodes { role user { userId } } }`,
        ),
      ),
    ),
    deed(ana, '48 messages of 600 B, sent in one document', 'rate_limited', (n) => ({
      query: `mutation M${n} { ${times(48, (i) => `m${i}: sendMessage(input: { room: "${archive?.room}", mentions: { room: true }, text: "${cjk(n + i, 600)}" }) { id }`)} }`,
    })),
  ]
}
