import * as z from 'zod'
import { LinkId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { LinkCode } from './sessions.ts'
import { nothing, Time } from './shared.ts'

export const LinkPurpose = z
  .enum(['sign_up', 'password', 'administrator', 'email'])
  .meta({ id: 'LinkPurpose' })

export type LinkPurpose = z.infer<typeof LinkPurpose>

export const Link = z
  .object({
    id: LinkId,
    purpose: LinkPurpose,
    user: UserId.optional(),
    createdAt: Time,
    expiresAt: Time,
  })
  .meta({
    id: 'Link',
    description:
      'A link that can be used once: to sign up, to set the password of `user`, to become the first administrator, or to verify the e-mail address of `user`. Links that the server has mailed are not listed.',
  })

export type Link = Readonly<z.infer<typeof Link>>

export const NewLink = Link.extend({ code: LinkCode }).meta({
  id: 'NewLink',
  description: 'A one-time link with its secret, which no other answer contains.',
})

const input = z.strictObject({
  purpose: z.enum(['sign_up', 'password']),
  user: UserId.optional().describe('The user whose password the link sets.'),
  seconds: z
    .int()
    .min(1)
    .max(LIMITS.linkSeconds)
    .default(7 * 24 * 60 * 60),
})
const list = z.object({ links: z.array(Link) })
const ofLink = z.strictObject({ link: LinkId })

export const LINK_COMMANDS = {
  'links.create': op({
    method: 'POST',
    path: '/links',
    asker: 'user',
    once: true,
    summary: 'Create a one-time link, to sign up or to set a user’s password; for administrators',
    input,
    output: NewLink,
    status: 201,
  }),
  'links.list': op({
    method: 'GET',
    path: '/links',
    asker: 'user',
    cost: 5,
    summary: 'List the links that can still be used; for administrators',
    input: nothing,
    output: list,
    status: 200,
  }),
  'links.delete': op({
    method: 'DELETE',
    path: '/links/:link',
    asker: 'user',
    summary: 'Delete a link; for administrators',
    input: ofLink,
    output: nothing,
    status: 204,
  }),
} as const

export const LINK_APP_COMMANDS = {
  'links.create': op({
    method: 'POST',
    path: '/links',
    asker: 'app',
    scope: 'users:write',
    once: true,
    summary: 'Create a one-time link, to sign up or to set a user’s password',
    input,
    output: NewLink,
    status: 201,
  }),
  'links.offerAdministrator': op({
    method: 'POST',
    path: '/links/administrator',
    asker: 'app',
    scope: 'users:write',
    once: true,
    summary:
      'Create a one-time link to become the first administrator, valid for a day; forbidden when there is an administrator',
    input: nothing,
    output: NewLink,
    status: 201,
  }),
  'links.list': op({
    method: 'GET',
    path: '/links',
    asker: 'app',
    scope: 'users:read',
    summary: 'List the links that can still be used',
    input: nothing,
    output: list,
    status: 200,
  }),
  'links.delete': op({
    method: 'DELETE',
    path: '/links/:link',
    asker: 'app',
    scope: 'users:write',
    summary: 'Delete a link',
    input: ofLink,
    output: nothing,
    status: 204,
  }),
} as const
