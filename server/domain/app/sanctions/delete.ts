import { sanctionDetails } from '../../sanctions/rules.ts'
import { byApp, system } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'
import { anySanction } from './rules.ts'

export const deleteSanction: AppUseCase<'sanctions.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const sanction = await anySanction(tx, input.sanction)
    await tx.sanctions.end(sanction, await system(tx))
    tx.audit.add({
      act: 'sanctions.delete',
      ...byApp(caller),
      room: sanction.room,
      user: sanction.user?.id,
      target: sanction.id,
      before: sanctionDetails(sanction),
    })
    return {}
  })
