import { ChatError } from '@parlance/sdk'
import { type FormEvent, useState } from 'react'
import { capitalized } from '../../lib/times.ts'

/** Runs a command of a form: busy meanwhile, and with the refusal in words after it. */
export function useCommand() {
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)

  async function run(command: () => Promise<void>, event?: FormEvent): Promise<void> {
    event?.preventDefault()
    setBusy(true)
    setRefusal(undefined)
    try {
      await command()
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      setRefusal(capitalized(error.message))
    } finally {
      setBusy(false)
    }
  }
  return { run, refusal, isBusy }
}
