import type { Report } from '../../protocol/entities.ts'
import type { Client } from './client.ts'

/** Why the server has reported a message to the staff. */
export async function flagOf(app: Client, message: string): Promise<unknown> {
  const { reports } = (await app.ask('GET', '/reports')) as { reports: readonly Report[] }
  const report = reports.find((each) => each.message?.id === message)
  const { reporters } = await app.ask('GET', `/reports/${report?.id}`)
  return reporters.map(({ user, text }: { user: { id: string }; text: string }) => [user.id, text])
}
