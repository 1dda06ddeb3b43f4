import * as z from 'zod'
import { KeyId } from '../ids.ts'
import { op } from '../op.ts'
import { Name } from '../text.ts'
import { Scope } from './scopes.ts'
import { nothing, Time } from './shared.ts'

export const Key = z
  .object({
    id: KeyId,
    name: Name,
    prefix: z.string(),
    scopes: z.array(Scope),
    createdAt: Time,
    lastUsedAt: Time.optional(),
  })
  .meta({
    id: 'Key',
    description:
      'An API key, without its secret. `prefix`: the first characters of the secret, to recognise it.',
  })

export type Key = Readonly<z.infer<typeof Key>>

export const KEY_APP_COMMANDS = {
  'keys.create': op({
    method: 'POST',
    path: '/keys',
    asker: 'app',
    scope: 'keys',
    summary:
      'Create an API key with at most the scopes of this one. Only this answer contains the key',
    once: true,
    input: z.strictObject({ name: Name, scopes: z.array(Scope).min(1) }),
    output: Key.extend({ key: z.string() }),
    status: 201,
  }),
  'keys.list': op({
    method: 'GET',
    path: '/keys',
    asker: 'app',
    scope: 'keys',
    summary: 'List the API keys, without the operator’s own',
    input: nothing,
    output: z.object({ keys: z.array(Key) }),
    status: 200,
  }),
  'keys.delete': op({
    method: 'DELETE',
    path: '/keys/:key',
    asker: 'app',
    scope: 'keys',
    summary: 'Delete an API key; it is refused from then on',
    once: true,
    input: z.strictObject({ key: KeyId }),
    output: nothing,
    status: 204,
  }),
} as const
