import { Refusal } from '../../../../protocol/refusals.ts'
import type { AppUseCase } from '../use-case.ts'

export const getErasure: AppUseCase<'erasures.get'> = ({ store, input }) =>
  store.read(async (reader) => {
    const found = await reader.erasures.get(input.erasure)
    if (found === undefined) throw new Refusal('not_found', 'No erasure has this id: check the id')
    return found
  })
