import { Refusal } from '../../../../protocol/refusals.ts'
import type { AppUseCase } from '../use-case.ts'

export const getExport: AppUseCase<'exports.get'> = ({ store, input }) =>
  store.read(async (reader) => {
    const found = await reader.exports.get(input.export)
    if (found === undefined) throw new Refusal('not_found', 'No export has this id: check the id')
    return found
  })
