import { Environment, fetchQuery, Network, RecordSource, Store } from 'relay-runtime'
import message from './__generated__/roomMessageQuery.graphql.js'
import room from './__generated__/roomQuery.graphql.js'

// Relay itself: what its store keeps of a message that was read, quoted, and brought anew by its id.

const { URL_OF, TOKEN, ROOM, MESSAGE } = process.env
const warnings = []
console.error = (...said) => warnings.push(said.join(' '))

async function ask({ text }, variables) {
  const response = await fetch(`${URL_OF}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: text, variables }),
  })
  return response.json()
}

const source = new RecordSource()
const environment = new Environment({ network: Network.create(ask), store: new Store(source) })
const record = () => {
  const { __typename, text } = source.get(MESSAGE) ?? {}
  return { __typename, length: text?.length }
}

await fetchQuery(environment, room, { room: ROOM }).toPromise()
const read = record()
await fetchQuery(environment, message, { id: MESSAGE }).toPromise()
console.log(JSON.stringify({ read, anew: record(), warnings }))
process.exit(0)
