import { Refusal } from '../../protocol/refusals.ts'
import { checkPassword, existingAccount, lockUnchanged } from './accounts/rules.ts'
import type { Caller, Reader, StoredAccount, Tx } from './ports.ts'
import { prepareCode } from './second-factors/rules.ts'
import type { Ports } from './use-case.ts'

/** A session that began within this time proves that the caller has just signed in, in ms. */
const FRESH_MS = 10 * 60 * 1000

/** Locks the account in the transaction of a change, and refuses the change if the proof is over. */
export type Proven = (tx: Tx) => Promise<void>

type Proof = {
  readonly currentPassword?: string | undefined
  readonly code?: string | undefined
}
type Request = Pick<Ports, 'store' | 'passwords' | 'totpCodes'> & { readonly caller: Caller }

/**
 * A change of the ways to sign in needs the password or a code: an open page of somebody is not enough. Refuses
 * `not_found` without an account, `wrong_credentials`, `wrong_code`, and `proof_required` without either.
 */
async function prove(
  request: Request,
  { currentPassword, code }: Proof,
): Promise<Proven | undefined> {
  const { store, caller } = request
  const { id } = caller.user
  await store.read((reader) => existingAccount(reader, id))
  if (currentPassword !== undefined) {
    const before = await checkPassword(request, id, currentPassword)
    return (tx) => lockUnchanged(tx, before)
  }
  return code === undefined ? undefined : prepareCode(request, id, code)
}

/** The same, where it is enough that the caller has just signed in. */
export async function proveOrFresh(request: Request, proof: Proof): Promise<Proven> {
  const proven = await prove(request, proof)
  const { caller } = request
  return (
    proven ??
    (async (tx) => {
      await tx.accounts.lock(caller.user.id)
      await requireFresh(tx, caller)
    })
  )
}

async function requireFresh(reader: Reader, { session }: Caller): Promise<void> {
  const current = session && (await reader.sessions.get(session))
  if (!current || Date.parse(current.createdAt) < reader.now - FRESH_MS)
    throw new Refusal('proof_required')
}

/**
 * The caller's account, for a change that needs the password. Where the account has none, the caller must have just
 * signed in, because only the provider knows them. Refuses as `prove` does.
 */
export async function requirePassword(
  request: Request,
  currentPassword: string | undefined,
): Promise<StoredAccount> {
  const { store, caller } = request
  const account = await store.read(async (reader) => {
    const found = await existingAccount(reader, caller.user.id)
    if (found.password === undefined) await requireFresh(reader, caller)
    return found
  })
  if (account.password === undefined) return account
  if (currentPassword === undefined) throw new Refusal('proof_required', NO_PASSWORD)
  return checkPassword(request, caller.user.id, currentPassword)
}

export async function requireProof(request: Request, proof: Proof): Promise<Proven> {
  const proven = await prove(request, proof)
  if (proven === undefined) throw new Refusal('proof_required', NONE)
  return proven
}

const NO_PASSWORD = 'This needs the password of the account: send it with the command'
const NONE = 'This changes how you sign in: send the current password, or a code'
