import type { Client } from './client.ts'
import { parlance } from './parlance.ts'
import { execute } from './sql.ts'

/** Ana, Ben and Cleo, who share no room, on a server that asks for consent. */
export async function strangers(settings: Record<string, string> = {}) {
  const server = await parlance({ PARLANCE_REQUESTS: 'on', ...settings })
  const [ana, ben, cleo] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Cleo'),
  ]
  for (const who of [ana, ben, cleo]) await who.ask('GET', '/me')
  return {
    server,
    ana,
    ben,
    cleo,
    app: server.backend(),
    dm: (who: Client, { id }: { readonly id: string }) =>
      who.call('POST', '/rooms', { type: 'dm', members: [id] }),
    group: (who: Client, ...others: readonly { readonly id: string }[]) =>
      who.call('POST', '/rooms', { type: 'group', name: 'A', members: others.map(({ id }) => id) }),
    request: (who: Client, { id }: { readonly id: string }, text?: string) =>
      who.call('POST', '/requests', { user: id, ...(text !== undefined && { text }) }),
    requests: async (who: Client) => (await who.ask('GET', '/requests')).requests,
    sent: async (who: Client) => (await who.ask('GET', '/requests/sent')).requests,
    /** They meet in an open room. */
    meet: async (first: Client, ...others: readonly Client[]) => {
      const { id } = await first.ask('POST', '/rooms', { type: 'public', name: 'Open' })
      for (const who of others) await who.ask('PUT', `/rooms/${id}/members/me`)
      return id as string
    },
    accepted: async (asker: Client, asked: Client) => {
      const { id } = await asker.ask('POST', '/requests', { user: asked.id })
      return (await asked.ask('POST', `/requests/${id}/accept`)).id as string
    },
    /** As if so much time had passed since every request was created, answered or withdrawn. */
    passed: (ms: number) =>
      execute(
        server.place.PARLANCE_DATABASE_URL,
        [
          `update requests set created_at = created_at - ${ms}, expires_at = expires_at - ${ms},
            answered_at = answered_at - ${ms}, deleted_at = deleted_at - ${ms}`,
        ],
        server.place.PARLANCE_DATA,
      ),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

export const NOBODY = { id: 'nobody-at-all' }
export const codes = (...answers: readonly { status: number; body?: { code?: string } }[]) =>
  answers.map(({ status, body }) => body?.code ?? status)
