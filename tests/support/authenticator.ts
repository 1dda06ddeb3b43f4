import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()
const base64url = (data: Uint8Array | string) => Buffer.from(data).toString('base64url')

/** What an authenticator can lie about. */
export type Lies = {
  readonly origin?: string
  readonly host?: string
  readonly challenge?: string
  readonly type?: string
  readonly isVerified?: boolean
  readonly counter?: number
  readonly user?: string
  readonly key?: 'another'
  readonly id?: string
  /** An attestation by certificates that are none. */
  readonly attestation?: 'apple' | 'android-key'
}

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** A software authenticator with one passkey, for answers that no browser would give. */
export class Authenticator {
  readonly id = randomBytes(16)
  readonly #key = newKey()
  #user = ''
  counter = 0

  constructor(
    private readonly origin: string,
    private readonly host = 'localhost',
  ) {}

  create(options: { challenge: string; user: { id: string } }, lies: Lies = {}) {
    this.#user = options.user.id
    const id = lies.id === undefined ? this.id : Buffer.from(lies.id, 'base64url')
    const { x = '', y = '' } = this.#key.publicKey.export({ format: 'jwk' })
    // {1: 2, 3: -7, -1: 1, -2: x, -3: y} in CBOR: an ES256 key of COSE.
    const cose = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ])
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose])
    const data = Buffer.concat([this.#data(0x40, lies), attested])
    const { attestation: format = 'none' } = lies
    // {"fmt": "none", "attStmt": {}, "authData": data} in CBOR; or with the statement {"x5c": [h'010203']}
    const attestation = Buffer.concat([
      Buffer.from('a363666d74', 'hex'),
      Buffer.from([0x60 | format.length]),
      Buffer.from(`${format}gattStmt`),
      Buffer.from(format === 'none' ? 'a0' : 'a1637835638143010203', 'hex'),
      Buffer.from('hauthDataX'),
      Buffer.from([data.length]),
      data,
    ])
    return this.#answer(id, {
      clientDataJSON: base64url(this.#client('webauthn.create', options.challenge, lies)),
      attestationObject: base64url(attestation),
      transports: ['internal'],
    })
  }

  get({ challenge }: { challenge: string }, lies: Lies = {}) {
    const client = this.#client('webauthn.get', challenge, lies)
    const data = this.#data(0, lies)
    const { privateKey } = lies.key === undefined ? this.#key : newKey()
    const signed = createSign('sha256').update(data).update(sha256(client)).sign(privateKey)
    const id = lies.id === undefined ? this.id : Buffer.from(lies.id, 'base64url')
    return this.#answer(id, {
      clientDataJSON: base64url(client),
      authenticatorData: base64url(data),
      signature: base64url(signed),
      userHandle: lies.user === undefined ? this.#user : base64url(lies.user),
    })
  }

  #answer(id: Uint8Array, response: object) {
    const text = base64url(id)
    return { id: text, rawId: text, type: 'public-key', clientExtensionResults: {}, response }
  }

  #client(type: string, challenge: string, lies: Lies): string {
    const { origin } = this
    return JSON.stringify({ type, challenge, origin, crossOrigin: false, ...pick(lies) })
  }

  #data(flags: number, { host = this.host, isVerified = true, counter = this.counter }: Lies) {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([
      sha256(host),
      Buffer.from([flags | 0x01 | (isVerified ? 0x04 : 0)]),
      count,
    ])
  }
}

const pick = ({ origin, challenge, type }: Lies) => ({
  ...(origin !== undefined && { origin }),
  ...(challenge !== undefined && { challenge }),
  ...(type !== undefined && { type }),
})
