import { Refusal } from '../../protocol/refusals.ts'
import { checkPassword, lockUnchanged } from './accounts/rules.ts'
import type { Caller, Tx } from './ports.ts'
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
  if ((await store.read((reader) => reader.accounts.get(id))) === undefined)
    throw new Refusal('not_found', 'You have no account: sign up, or sign in with one')
  if (currentPassword !== undefined) {
    const before = await checkPassword(request, id, currentPassword)
    return (tx) => lockUnchanged(tx, before)
  }
  return code === undefined ? undefined : prepareCode(request, id, code)
}

/** The same, where it is enough that the caller has just signed in. */
export async function proveOrFresh(request: Request, proof: Proof): Promise<Proven> {
  const proven = await prove(request, proof)
  const { user, session } = request.caller
  return (
    proven ??
    (async (tx) => {
      await tx.accounts.lock(user.id)
      const current = session && (await tx.sessions.get(session))
      if (!current || Date.parse(current.createdAt) < tx.now - FRESH_MS)
        throw new Refusal('proof_required')
    })
  )
}

export async function requireProof(request: Request, proof: Proof): Promise<Proven> {
  const proven = await prove(request, proof)
  if (proven === undefined) throw new Refusal('proof_required', NONE)
  return proven
}

const NONE = 'This changes how you sign in: send the current password, or a code'
