import { shownPasskey } from '../../passkeys/rules.ts'
import { existingUser } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const listPasskeys: AppUseCase<'passkeys.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    const { id } = await existingUser(reader, input.user)
    return { passkeys: (await reader.passkeys.list(id)).map(shownPasskey) }
  })
