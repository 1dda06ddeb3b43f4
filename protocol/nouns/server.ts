import * as z from 'zod'
import { op } from '../op.ts'
import { Provider } from './identities.ts'
import { nothing } from './shared.ts'

export const Server = z
  .object({
    guests: z.boolean(),
    accounts: z.enum(['open', 'invite', 'off']),
    mail: z.boolean(),
    providers: z.array(Provider),
  })
  .meta({
    id: 'Server',
    description:
      'What the operator allows to people who are not signed in. `guests`: whether a name is enough. `accounts`: whether everybody can sign up (`open`), only people with a one-time link (`invite`), or there are no accounts (`off`). `mail`: whether the server sends mails, such as a link for a forgotten password. `providers`: where else people can sign in.',
  })

export type Server = Readonly<z.infer<typeof Server>>

export const SERVER_COMMANDS = {
  'server.get': op({
    method: 'GET',
    path: '/server',
    asker: 'anyone',
    cost: 0.1,
    summary: 'Get the ways in that the operator allows',
    input: nothing,
    output: Server,
    status: 200,
  }),
} as const
