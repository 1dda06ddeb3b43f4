import type { Ask, Call } from './history.ts'
import type { Person, Place, Recorder } from './recorder.ts'

const PATIENCE_MS = 4000

/** One call over REST, written down. Never throws: what went wrong on the way is `info`. */
export async function callByRest(
  recorder: Recorder,
  { node, url }: Place,
  person: Person,
  ask: Ask,
): Promise<Call> {
  const { method, path, body } = requestOf(ask, person.id)
  const call = recorder.begin(person.id, node, 'rest', ask)
  try {
    const answer = await request(url, person.token, method, path, body)
    return recorder.end(call, answer.status, answer.body)
  } catch {
    call.ended = performance.now()
    return call
  }
}

/** On a connection of its own: one that is kept may be found dead, and the request said twice. */
export async function request(
  url: string,
  token: string,
  method: string,
  path: string,
  body?: object,
) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    keepalive: false,
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

type Request = { readonly method: string; readonly path: string; readonly body?: object }

function requestOf(ask: Ask, me: string): Request {
  switch (ask.type) {
    case 'send': {
      const { text, clientId } = ask
      return { method: 'POST', path: `/rooms/${ask.room}/messages`, body: { text, clientId } }
    }
    case 'edit': {
      const path = `/rooms/${ask.room}/messages/${ask.message}`
      return { method: 'PATCH', path, body: { text: ask.text } }
    }
    case 'delete':
      return { method: 'DELETE', path: `/rooms/${ask.room}/messages/${ask.message}` }
    case 'react': {
      const path = `/rooms/${ask.room}/messages/${ask.message}/reactions/${ask.emoji}`
      return { method: ask.adds ? 'PUT' : 'DELETE', path }
    }
    case 'history': {
      const { room, after, limit } = ask
      return { method: 'GET', path: `/rooms/${room}/messages?after=${after}&limit=${limit}` }
    }
    case 'rooms':
      return { method: 'GET', path: '/rooms' }
    case 'read':
      return { method: 'PUT', path: `/rooms/${ask.room}/read`, body: { seq: ask.seq } }
    case 'member': {
      const method = ask.verb === 'join' || ask.verb === 'add' ? 'PUT' : 'DELETE'
      const who = ask.user === me ? 'me' : encodeURIComponent(ask.user)
      return { method, path: `/rooms/${ask.room}/members/${who}` }
    }
  }
}
