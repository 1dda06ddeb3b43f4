import type { Link, LinkPurpose } from '../../../protocol/entities.ts'
import type { LinkId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { AppInput } from '../../../protocol/management.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { NewLink, Reader, StoredLink, Tx } from '../ports.ts'

/** 256 random bits, in characters that a URL allows. */
const newCode = (): string =>
  `pl_link_${crypto.getRandomValues(Buffer.alloc(32)).toString('base64url')}`

type CreatedLink = Link & { readonly code: string }

export async function createLink(tx: Tx, link: NewLink): Promise<CreatedLink> {
  if ((await tx.links.count()) >= LIMITS.openLinks)
    throw new Refusal(
      'too_many',
      `At most ${LIMITS.openLinks} links can be open: delete one before you create another`,
    )
  const code = newCode()
  return { ...(await tx.links.create(code, link)), code }
}

/** Uses a link up. Refuses `link_over`, also for a link of another purpose. */
export async function useLink(
  tx: Tx,
  code: string,
  ...purposes: readonly LinkPurpose[]
): Promise<StoredLink> {
  const link = await tx.links.take(code)
  if (link === undefined || !purposes.includes(link.purpose)) throw new Refusal('link_over')
  return link
}

/** Refuses `invalid_input` and `not_found`. */
export async function newLinkOf(reader: Reader, input: AppInput<'links.create'>): Promise<NewLink> {
  const { purpose, user, seconds } = input
  if ((purpose === 'password') !== (user !== undefined))
    throw new Refusal('invalid_input', USER_OF_PASSWORD, { user: USER_OF_PASSWORD })
  if (user !== undefined && !(await reader.accounts.get(user)))
    throw new Refusal('not_found', 'No user with this id has an account: check the id')
  return { purpose, user, until: reader.now + seconds * 1000 }
}
const USER_OF_PASSWORD = 'must be sent with the purpose password, and with no other'

const ADMINISTRATOR_MS = 24 * 60 * 60 * 1000

/** A new link to become the first administrator; undefined if there is one. */
export async function administratorLink(tx: Tx): Promise<CreatedLink | undefined> {
  if ((await tx.users.countRole('administrator')) > 0) return undefined
  return createLink(tx, { purpose: 'administrator', until: tx.now + ADMINISTRATOR_MS })
}

export async function existingLink(reader: Reader, id: LinkId): Promise<LinkId> {
  if ((await reader.links.get(id)) !== undefined) return id
  throw new Refusal('not_found', 'The link does not exist, or was used or deleted: check the id')
}
