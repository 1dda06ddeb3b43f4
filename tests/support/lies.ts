import { SignJWT, UnsecuredJWT } from 'jose'
import { CLIENT_ID, CLIENT_SECRET, type Lie, newKey, signed } from './issuer.ts'

const JSON_TYPE = { headers: { 'content-type': 'application/json' } }
/** Goes on for as long as somebody reads. */
const endless = () =>
  new Response(
    new ReadableStream({ pull: (body) => body.enqueue(new Uint8Array(65_536).fill(32)) }),
    JSON_TYPE,
  )
const elsewhere = () => Response.redirect('http://127.0.0.1:1/')
const without =
  (claim: string) =>
  ({ [claim]: _, ...rest }: Record<string, unknown>) =>
    rest
const sub = (value: unknown): Lie => ({ claims: (claims) => ({ ...claims, sub: value }) })

/** What an issuer can do wrong. None of it may sign anybody in. */
export const LIES: Readonly<Record<string, Lie>> = {
  'signs nothing (alg none)': { sign: async (claims) => new UnsecuredJWT(claims).encode() },
  'announces alg none, and signs nothing': {
    metadata: (metadata) => ({ ...metadata, id_token_signing_alg_values_supported: ['none'] }),
    sign: async (claims) => new UnsecuredJWT(claims).encode(),
  },
  'signs with the client secret (HS256)': {
    sign: (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(CLIENT_SECRET)),
  },
  'signs with another key of the same id': {
    sign: async (claims, { key }) => signed(claims, { key: { ...(await newKey()), kid: key.kid } }),
  },
  'signs with a key that it does not publish': {
    sign: async (claims) => signed(claims, { key: await newKey() }),
  },
  'publishes no keys': { keys: () => ({ keys: [] }) },
  'publishes keys that are none': { keys: () => ({ keys: 'all of them' }) },
  'signs for another audience': { claims: (claims) => ({ ...claims, aud: 'another-app' }) },
  'signs for several audiences': {
    claims: (claims) => ({ ...claims, aud: [CLIENT_ID, 'another-app'] }),
  },
  'signs as another issuer': { claims: (claims) => ({ ...claims, iss: 'https://other.example' }) },
  'sends another nonce': { claims: (claims) => ({ ...claims, nonce: 'of-another-sign-in' }) },
  'sends no nonce': { claims: without('nonce') },
  'sends an old token': {
    claims: (claims) => ({ ...claims, iat: 1_700_000_000, exp: 1_700_000_300 }),
  },
  'sends a token without an end': { claims: without('exp') },
  'sends no subject': { claims: without('sub') },
  'sends an empty subject': sub(''),
  'sends a number as the subject': sub(7),
  'sends a subject with NUL': sub('ana\0'),
  'sends a subject of half a character': sub('ana\ud800'),
  'sends a subject of 10,000 characters': sub('a'.repeat(10_000)),
  'sends no ID token': { tokens: without('id_token') },
  'sends an ID token that is none': { tokens: (tokens) => ({ ...tokens, id_token: 'a.b.c' }) },
  'is another issuer': {
    metadata: (metadata) => ({ ...metadata, issuer: 'https://other.example' }),
  },
  'has a token endpoint without TLS': {
    metadata: (metadata) => ({ ...metadata, token_endpoint: 'http://other.example/token' }),
  },
  'has a page without TLS': {
    metadata: (metadata) => ({ ...metadata, authorization_endpoint: 'http://other.example/' }),
  },
  'has a script as its page': {
    metadata: (metadata) => ({ ...metadata, authorization_endpoint: 'javascript:alert(1)' }),
  },
  'has no page': { metadata: without('authorization_endpoint') },
  'is a web page': { answer: { discovery: () => new Response('<h1>Hello</h1>') } },
  'is null': { answer: { discovery: () => Response.json(null) } },
  'redirects its metadata': { answer: { discovery: elsewhere } },
  'redirects the token request': { answer: { token: elsewhere } },
  'redirects its keys': { answer: { jwks: elsewhere } },
  'has endless metadata': { answer: { discovery: endless } },
  'has endless tokens': { answer: { token: endless } },
  'has endless keys': { answer: { jwks: endless } },
  fails: { answer: { token: () => new Response('no', { status: 500 }) } },
  'does not know this client': {
    answer: { token: () => Response.json({ error: 'invalid_client' }, { status: 401 }) },
  },
}

/** What somebody can change on the way back from the issuer, and how the server refuses it. */
export const DETOURS: Readonly<Record<string, readonly [Lie, string]>> = {
  'another state': [{ callback: (back) => back.set('state', 'x') }, 'flow_over'],
  'no state': [{ callback: (back) => back.delete('state') }, 'flow_over'],
  'two states': [{ callback: (back) => back.append('state', 'x') }, 'flow_over'],
  'another code': [{ callback: (back) => back.set('code', 'x') }, 'flow_over'],
  'two codes': [{ callback: (back) => back.append('code', 'x') }, 'provider_failed'],
  'no code': [{ callback: (back) => back.delete('code') }, 'provider_failed'],
  'the issuer of another sign-in': [
    { callback: (back) => back.set('iss', 'https://other.example') },
    'provider_failed',
  ],
  'a refusal of the issuer': [
    {
      callback: (back) => {
        back.delete('code')
        back.set('error', 'access_denied')
      },
    },
    'sign_in_refused',
  ],
}
