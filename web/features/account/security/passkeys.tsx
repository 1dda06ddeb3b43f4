import type { Data, Passkey } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useCallback, useState } from 'react'
import { useList } from '../../../lib/use-list.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { RelativeTime } from '../../../ui/relative-time.tsx'
import { Notice } from '../../../ui/states.tsx'
import { fill } from '../../../words/plural.ts'
import { useWords } from '../../../words/words.ts'
import type { AccountProps } from './account-props.ts'
import { ProofDialog } from './proof-dialog.tsx'

/** The passkeys of the user, with which they sign in without a password. */
export function Passkeys({ account }: Pick<AccountProps, 'account'>) {
  const chat = useChat()
  const words = useWords()
  const read = useCallback(async () => (await chat.passkeys.list()).passkeys, [chat])
  const { items, refusal, reload } = useList(read)
  const [dialog, setDialog] = useState<'new' | Passkey>()
  const [hasFailed, setFailed] = useState(false)

  async function create(proof: { readonly currentPassword?: string }): Promise<void> {
    setFailed(false)
    const { options } = await chat.passkeys.createOptions(proof)
    const credential = await createdBy(options)
    if (credential === undefined) setFailed(true)
    else await chat.passkeys.create({ credential })
    await reload()
  }
  if (!('PublicKeyCredential' in window)) return null
  return (
    <section>
      <h2>{words.passkeys}</h2>
      <p className="quiet">{words.passkeysHint}</p>
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
      {hasFailed && <Notice look="danger">{words.passkeyNotMade}</Notice>}
      <ul className="setting-list">
        {items?.map((passkey) => (
          <li key={passkey.id}>
            <Icon name="key" />
            <div>
              <bdi>{passkey.name}</bdi>
              <small>
                <RelativeTime at={passkey.usedAt ?? passkey.createdAt} />
              </small>
            </div>
            <IconButton
              icon="close"
              label={fill(words.deletePasskey, { name: passkey.name })}
              onClick={() => setDialog(passkey)}
            />
          </li>
        ))}
      </ul>
      <Button icon="plus" onClick={() => setDialog('new')}>
        {words.newPasskey}
      </Button>
      {dialog === 'new' && (
        <ProofDialog
          title={words.newPasskey}
          action={words.goOn}
          account={account}
          onProve={create}
          onClose={() => setDialog(undefined)}
        />
      )}
      {typeof dialog === 'object' && (
        <ProofDialog
          title={fill(words.deletePasskey, { name: dialog.name })}
          action={words.remove}
          isDanger
          account={account}
          onProve={async (proof) => {
            await chat.passkeys.delete({ passkey: dialog.id, ...proof })
            await reload()
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
    </section>
  )
}

/** What the device answers. Undefined if the user, or the device, has refused. */
async function createdBy(options: Data): Promise<Data | undefined> {
  // Both are the JSON forms of WebAuthn, which TypeScript knows by other names.
  const json = options as unknown as PublicKeyCredentialCreationOptionsJSON
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(json)
  const credential = await navigator.credentials.create({ publicKey }).catch(() => null)
  return credential instanceof PublicKeyCredential
    ? (credential.toJSON() as unknown as Data)
    : undefined
}
