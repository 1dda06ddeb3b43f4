import { token } from '../support/parlance.ts'

const PEOPLE = ['ana', 'ben', 'cleo'] as const
type Person = (typeof PEOPLE)[number]

/** Something of everything, as far as the server knows it: older versions refuse the rest. */
export async function converse(url: string): Promise<void> {
  const tokens = new Map<Person, string>()
  for (const sub of PEOPLE) tokens.set(sub, await token({ sub, name: `Name of ${sub}` }))
  const call = async (who: Person, method: string, path: string, body?: object) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens.get(who)}` },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return text === '' ? {} : JSON.parse(text)
  }
  for (const who of PEOPLE) await call(who, 'GET', '/me')
  const members = ['ben', 'cleo']
  const rooms = [
    await call('ana', 'POST', '/rooms', { type: 'group', name: 'Group', members }),
    await call('ana', 'POST', '/rooms', { type: 'public', name: 'Open', data: { a: 1 } }),
    await call('ana', 'POST', '/rooms', { type: 'dm', members: ['ben'] }),
  ]
  await call('ben', 'PUT', `/rooms/${rooms[1].id}/members/me`)
  const said: string[] = []
  for (let n = 0; n < 12; n++) {
    const room = `/rooms/${rooms[n % 3].id}`
    const text = `Message ${n}: “quotes”, ünïcödé, 漢字, 🎂`
    const more = n > 6 ? { data: { n } } : {}
    const { id } = await call(n % 2 ? 'ana' : 'ben', 'POST', `${room}/messages`, {
      text,
      clientId: `client-${n}`,
      ...(n > 8 && { replyTo: said[n - 3] }),
      ...more,
    })
    said.push(id)
  }
  const group = `/rooms/${rooms[0].id}`
  const at = (n: number) => `${group}/messages/${said[n * 3]}`
  await call('cleo', 'PUT', `${group}/read`, { seq: 6 })
  await call('ana', 'PUT', `${at(0)}/reactions/${encodeURIComponent('👍')}`)
  await call('ben', 'PUT', `${at(0)}/reactions/:wave:`)
  await call('ben', 'POST', `${group}/messages`, { text: 'In a thread', thread: said[0] })
  await call('ben', 'POST', `${group}/messages`, { text: 'Both', thread: said[0], inRoom: true })
  await call('cleo', 'POST', `${group}/messages`, { text: 'Ana?', mentions: { users: ['ana'] } })
  await call('ben', 'PATCH', at(0), { text: 'Message 0, edited' })
  await call('ana', 'PUT', `${group}/pins/${said[0]}`)
  await call('ana', 'DELETE', at(2))
  await call('ana', 'PATCH', group, { topic: 'A topic' })
  await call('ana', 'POST', `${group}/invitations`, { maxUses: 3 })
  await call('ben', 'PATCH', `${group}/preferences`, { level: 'mentions', favourite: true })
  await call('cleo', 'PUT', '/me/presence', { state: 'away', status: 'A line' })
  await call('cleo', 'DELETE', `${group}/members/me`)
}
