import { join } from 'node:path'
import { NO_QUOTAS } from '../tests/support/no-quotas.ts'
import { centrifugoCommand } from './centrifugo.ts'

/** Who is measured, in the order of the table. */
export const VARIANTS = [
  'product',
  'limit',
  'bare1',
  'bare',
  'ws',
  'socket.io',
  'centrifugo',
] as const
export type Variant = (typeof VARIANTS)[number]

export const TITLES: Readonly<Record<Variant, string>> = {
  product: 'Parlance',
  limit: 'bare limit',
  bare1: 'bare, 1 row',
  bare: 'bare, no rows',
  ws: 'ws (Node)',
  'socket.io': 'Socket.IO (Node)',
  centrifugo: 'Centrifugo (Go)',
}

/** What the product's tokens are signed with: it guards nothing but a temporary folder. */
export const SECRET = 'a-secret-of-the-bench-and-of-nothing-else'

export type Command = {
  readonly cmd: readonly string[]
  readonly env?: Record<string, string>
  /** Where it listens, if it does not say so. */
  readonly port?: number
}

/** How each is started. All say on stdout at which `http://…:port` they listen. */
export function commandOf(variant: Variant, folder: string, databaseUrl: string): Command {
  const here = (file: string) => join(import.meta.dir, file)
  switch (variant) {
    case 'product':
      return {
        cmd: [process.execPath, here('../server/main.ts')],
        env: {
          PARLANCE_DATA: folder,
          PARLANCE_DATABASE_URL: databaseUrl,
          PARLANCE_HOST: '127.0.0.1',
          PARLANCE_PORT: '0',
          PARLANCE_MANAGEMENT_PORT: 'off',
          PARLANCE_JWT_SECRET: SECRET,
          PARLANCE_COMMANDS_PER_SECOND: '100000',
          ...NO_QUOTAS,
          PARLANCE_REQUESTS: 'off',
          PARLANCE_CONNECTIONS_PER_ADDRESS: '100000',
          PARLANCE_CONNECTIONS_PER_USER: '100000',
          PARLANCE_LOG_LEVEL: 'error',
        },
      }
    case 'limit':
      return databaseUrl === ''
        ? { cmd: [process.execPath, here('limit.ts'), folder] }
        : { cmd: [process.execPath, here('limit-server.ts'), databaseUrl] }
    case 'bare1':
      return { cmd: [process.execPath, here('bare.ts'), folder] }
    case 'bare':
      return { cmd: [process.execPath, here('bare.ts')] }
    case 'ws':
      return { cmd: ['node', here('peer-ws.mjs')] }
    case 'socket.io':
      return { cmd: ['node', here('peer-socketio.mjs')] }
    case 'centrifugo':
      return centrifugoCommand(folder, SECRET)
  }
}
