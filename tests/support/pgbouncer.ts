import { expect } from 'bun:test'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './process.ts'
import { waitFor } from './wait.ts'

export const PGBOUNCER = process.env['PGBOUNCER'] ?? Bun.which('pgbouncer')
/** What it must ignore: our timeouts, which are parameters of a session. */
export const PARAMETERS =
  'statement_timeout,lock_timeout,idle_in_transaction_session_timeout,options,extra_float_digits'

/** A pooler before the database. It does not run as root. */
export async function pgbouncer({ hostname, port, username, pathname }: URL, settings: string) {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-pgbouncer-'))
  chmodSync(folder, 0o777)
  const own = await freePort()
  const file = join(folder, 'pgbouncer.ini')
  const lines = [
    `[databases]\n* = host=${hostname} port=${port} user=${username}`,
    `[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${own}\nauth_type = any`,
    `unix_socket_dir =\nlogfile = ${join(folder, 'log')}\n${settings}\n`,
  ]
  writeFileSync(file, lines.join('\n'))
  const asNobody =
    process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []
  const child = Bun.spawn([...asNobody, PGBOUNCER ?? '', file], {
    stdout: 'ignore',
    stderr: 'ignore',
  })
  // By connecting: to try the port as a server would take it from the pooler at that moment.
  const address = { hostname: '127.0.0.1', port: own }
  await waitFor(() =>
    Bun.connect({
      ...address,
      socket: { open: (socket) => void socket.end(), data: () => undefined },
    }).then(
      () => true,
      () => child.exitCode !== null,
    ),
  )
  expect(child.exitCode).toBeNull()
  return {
    url: `postgres://${username}@127.0.0.1:${own}${pathname}`,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await child.exited
      rmSync(folder, { recursive: true })
    },
  }
}
