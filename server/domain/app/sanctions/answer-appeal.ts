import { answer } from '../../sanctions/rules.ts'
import { byApp, system } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'
import { anySanction } from './rules.ts'

export const answerAppeal: AppUseCase<'sanctions.answerAppeal'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const sanction = await anySanction(tx, input.sanction)
    tx.audit.add({
      act: 'sanctions.answerAppeal',
      ...byApp(caller),
      room: sanction.room,
      user: sanction.user?.id,
      target: sanction.id,
      after: { outcome: input.outcome },
    })
    return answer(tx, sanction, input, await system(tx))
  })
