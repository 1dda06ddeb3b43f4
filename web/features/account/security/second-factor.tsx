import type { NewSecondFactor } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/states.tsx'
import { count } from '../../../words/plural.ts'
import { useWords } from '../../../words/words.ts'
import type { AccountProps } from './account-props.ts'
import { ConfirmFactor } from './confirm-factor.tsx'
import { ProofDialog } from './proof-dialog.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

/** The codes of an authenticator app, which a sign-in with the password then needs, too. */
export function SecondFactor({ account, onChange }: AccountProps) {
  const chat = useChat()
  const words = useWords()
  const [dialog, setDialog] = useState<'begin' | 'end' | 'codes'>()
  const [begun, setBegun] = useState<NewSecondFactor>()
  const [codes, setCodes] = useState<readonly string[]>()
  const { secondFactor } = account
  const close = () => setDialog(undefined)
  const reload = async () => onChange(await chat.accounts.get())

  async function confirm(code: string): Promise<void> {
    const { recoveryCodes } = await chat.secondFactors.confirm({ code })
    setBegun(undefined)
    setCodes(recoveryCodes)
    await reload()
  }
  return (
    <section>
      <h2>{words.secondFactor}</h2>
      {secondFactor === undefined ? (
        <>
          <p className="quiet">{words.secondFactorHint}</p>
          <Button onClick={() => setDialog('begin')}>{words.beginFactor}</Button>
        </>
      ) : (
        <>
          <Notice look="ok">
            {words.factorIsOn}{' '}
            {count(words.locale, words.codesLeft, secondFactor.recoveryCodesLeft)}
          </Notice>
          <div className="setting-ways">
            <Button onClick={() => setDialog('codes')}>{words.newCodes}</Button>
            <Button look="danger" onClick={() => setDialog('end')}>
              {words.endFactor}
            </Button>
          </div>
        </>
      )}
      {dialog === 'begin' && (
        <ProofDialog
          title={words.beginFactor}
          action={words.goOn}
          account={account}
          onProve={async (proof) => setBegun(await chat.secondFactors.create(proof))}
          onClose={close}
        />
      )}
      {dialog === 'codes' && (
        <ProofDialog
          title={words.newCodes}
          action={words.newCodes}
          account={account}
          onProve={async (proof) => {
            setCodes((await chat.recoveryCodes.create(proof)).recoveryCodes)
            await reload()
          }}
          onClose={close}
        >
          <p>{words.newCodesHint}</p>
        </ProofDialog>
      )}
      {dialog === 'end' && (
        <ProofDialog
          title={words.endFactor}
          action={words.endFactor}
          isDanger
          account={account}
          onProve={async (proof) => {
            await chat.secondFactors.delete(proof)
            await reload()
          }}
          onClose={close}
        />
      )}
      {begun && (
        <ConfirmFactor begun={begun} onConfirm={confirm} onClose={() => setBegun(undefined)} />
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(undefined)} />}
    </section>
  )
}
