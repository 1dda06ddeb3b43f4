import type { Client } from './client.ts'
import type { Parlance } from './parlance.ts'

/** The app bans a user so that only they and the staff see what they send, or lifts the ban. */
export async function shadowBan(
  server: Pick<Parlance, 'backend'>,
  { id }: Pick<Client, 'id'>,
  isBanned = true,
): Promise<void> {
  const app = server.backend()
  if (isBanned) await app.ask('POST', '/sanctions', { kind: 'shadow_ban', user: id })
  else
    for (const sanction of (await app.ask('GET', `/sanctions?user=${id}`)).sanctions)
      await app.ask('DELETE', `/sanctions/${sanction.id}`)
}
