import { createHmac } from 'node:crypto'
import { EncryptJWT, jwtDecrypt } from 'jose'
import * as z from 'zod'
import { UserId } from '../../protocol/ids.ts'
import { Refusal } from '../../protocol/refusals.ts'

/** How long a user may stay at the issuer. */
const FLOW_MS = 10 * 60 * 1000

const Flow = z.object({
  provider: z.string(),
  redirectUri: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  user: UserId.optional(),
})

/** What must be known when the user comes back from the issuer. */
export type Flow = Readonly<z.infer<typeof Flow>>

/**
 * Seals flows: the client keeps them, but can neither read nor change them. So a sign-in that is begun costs no memory,
 * and ends on any node.
 */
export class SignInFlows {
  readonly #key: Uint8Array
  readonly #now: () => number

  /** `now`: the clock that all nodes share, in ms of the epoch. */
  constructor(secret: string, now: () => number) {
    this.#key = createHmac('sha256', secret).update('sign-in flow').digest()
    this.#now = now
  }

  seal(flow: Flow): Promise<string> {
    return new EncryptJWT(flow)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setExpirationTime(new Date(this.#now() + FLOW_MS))
      .encrypt(this.#key)
  }

  /** Refuses `flow_over`. */
  async open(sealed: string): Promise<Flow> {
    const opened = await jwtDecrypt(sealed, this.#key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      requiredClaims: ['exp'],
      currentDate: new Date(this.#now()),
    }).catch(() => undefined) // expired, or not sealed here: both are over
    const flow = Flow.safeParse(opened?.payload)
    if (!flow.success) throw new Refusal('flow_over')
    return flow.data
  }
}
