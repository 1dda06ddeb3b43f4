import { ChatError } from '@parlance/sdk'
import { refusalOf } from '../../lib/refusal.ts'
import { showToast } from '../../ui/toast.tsx'

/** Runs a command that has no form. A refusal is said in a toast. Resolves to whether the command was executed. */
export async function tryCommand(command: () => Promise<unknown>): Promise<boolean> {
  try {
    await command()
    return true
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
    showToast(refusalOf(error))
    return false
  }
}
