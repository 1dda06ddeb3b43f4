import type { Sanction } from '@parlance/sdk'
import { useCallback, useState } from 'react'
import { useList } from '../../lib/use-list.ts'
import { ask } from '../../session/api.ts'
import { sessions } from '../../session/session.ts'
import { Button } from '../../ui/button.tsx'
import { Notice, Skeleton } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import { AppealForm, SanctionNotice } from '../sanctions/index.ts'

/** In the place of the app, for a user who is banned from the server: these are the commands that are left (SAN-3). */
export function BannedScreen({ onSignOut }: { readonly onSignOut: () => void }) {
  const { product, tryAgain, signOut } = useWords()
  const { session } = sessions.read()
  const [isAppealing, setAppealing] = useState(false)
  const token = session?.kind === 'tab' ? session.token : undefined
  const read = useCallback(async () => {
    const path = 'me/sanctions'
    const { sanctions } = await ask<{ sanctions: readonly Sanction[] }>(
      'GET',
      path,
      undefined,
      token,
    )
    return sanctions.filter(({ kind, room }) => kind === 'ban' && room === undefined)
  }, [token])
  const { items, refusal, reload } = useList(read)
  const ban = items?.[0]

  return (
    <main className="banned">
      <h1>{product}</h1>
      {items === undefined && refusal === undefined && <Skeleton rows={1} />}
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
      {ban && <SanctionNotice sanction={ban} onAppeal={() => setAppealing(true)} />}
      {ban && isAppealing && (
        <AppealForm
          onSend={(text) => ask('POST', `me/sanctions/${ban.id}/appeal`, { text }, token)}
          onSent={() => {
            setAppealing(false)
            void reload()
          }}
        />
      )}
      <div className="moderation-buttons">
        <Button onClick={() => location.reload()}>{tryAgain}</Button>
        <Button look="quiet" onClick={onSignOut}>
          {signOut}
        </Button>
      </div>
    </main>
  )
}
