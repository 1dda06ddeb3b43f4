import { type FormEvent, useState } from 'react'
import { refusalOf } from '../../lib/refusal.ts'
import { ChatError } from '../chat-error.ts'

/** Sends a form: busy meanwhile, and with the refusal in words after it. */
export function useSubmit(send: () => Promise<void>, notice?: string) {
  const [refusal, setRefusal] = useState(notice)
  const [isBusy, setBusy] = useState(false)

  async function submit(event?: FormEvent): Promise<void> {
    event?.preventDefault()
    setBusy(true)
    setRefusal(undefined)
    try {
      await send()
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      setRefusal(refusalOf(error))
    } finally {
      setBusy(false)
    }
  }
  return { submit, refusal, setRefusal, isBusy }
}
