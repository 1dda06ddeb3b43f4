import { ChatError } from '@parlance/sdk'
import { type FormEvent, useState } from 'react'
import { refusalOf } from './refusal.ts'

/** Runs a command of a form: busy meanwhile, and with the refusal in words after it. */
export function useCommand() {
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)

  /** Resolves to whether the command was executed. */
  async function run(command: () => Promise<unknown>, event?: FormEvent): Promise<boolean> {
    event?.preventDefault()
    setBusy(true)
    setRefusal(undefined)
    try {
      await command()
      return true
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      setRefusal(refusalOf(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { run, refusal, isBusy }
}
