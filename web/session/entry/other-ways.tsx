import { refusalOf } from '../../lib/refusal.ts'
import { Button } from '../../ui/button.tsx'
import { fill } from '../../words/plural.ts'
import { useEntryWords } from '../../words/words.ts'
import { ask, signIn } from '../api.ts'
import { ChatError } from '../chat-error.ts'
import { openedLink } from '../opened-link.ts'
import { beginSession, storeSession } from '../session.ts'
import { useWaysIn } from './ways-in.ts'

/** Signing in without a password: by a passkey, and at the issuers of the operator. */
export function OtherWays({
  isKept,
  onRefusal,
}: {
  readonly isKept: boolean
  readonly onRefusal: (text: string) => void
}) {
  const words = useEntryWords()
  const { providers } = useWaysIn()

  async function usePasskey(): Promise<void> {
    try {
      const credential = await readPasskey()
      beginSession(await signIn('sessions/passkey', { credential }, isKept))
    } catch (error) {
      onRefusal(error instanceof ChatError ? refusalOf(error) : words.passkeyFailed)
    }
  }

  const hasPasskeys = 'PublicKeyCredential' in window
  if (!hasPasskeys && providers.length === 0) return null
  return (
    <div className="other-ways">
      <p>{words.or}</p>
      {hasPasskeys && (
        <Button icon="key" onClick={usePasskey}>
          {words.signInByPasskey}
        </Button>
      )}
      {providers.map(({ provider, name }) => (
        <a
          key={provider}
          className="button"
          href={startOf(provider)}
          // The provider sends the browser back with cookies.
          onClick={() => storeSession({ kind: 'device', name: '' })}
        >
          {fill(words.signInAt, { provider: name })}
        </a>
      ))}
    </div>
  )
}

function startOf(provider: string): string {
  const link = openedLink()
  const query = new URLSearchParams({
    returnTo: new URL('.', document.baseURI).pathname,
    ...(link?.kind === 'link' && { link: link.code }),
  })
  return `api/v1/oidc/${encodeURIComponent(provider)}/start?${query}`
}

async function readPasskey(): Promise<unknown> {
  const { options } = await ask<{ options: PublicKeyCredentialRequestOptionsJSON }>(
    'POST',
    'passkeys/options',
    {},
  )
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  const credential = await navigator.credentials.get({ publicKey })
  if (!(credential instanceof PublicKeyCredential)) throw new Error('no passkey was chosen')
  return credential.toJSON()
}
