import * as z from 'zod'
import { HEADER, Item } from '../item.ts'
import { BadImport } from '../omissions.ts'
import { linesOf, parsed } from '../source-file.ts'
import { type Format, NO_JSON, TOO_LONG, UNKNOWN_FORM } from './format.ts'

const Header = z.object({ parlance: z.literal(HEADER.parlance), format: z.int() })

/** The plain format of `parlance export`. */
export const lines: Format = async function* ({ files, omissions }) {
  for (const file of files) {
    let number = 0
    for await (const line of linesOf(file)) {
      const where = `${file.name}:${++number}`
      const value = line === undefined ? undefined : parsed(line)
      if (number === 1) {
        const header = Header.safeParse(value).data
        if (header === undefined)
          throw new BadImport(
            `${file.name}: its first line must be ${JSON.stringify(HEADER)}: \`parlance export\` writes it`,
          )
        if (header.format > HEADER.format)
          throw new BadImport(`${file.name}: was written by a newer version: update Parlance first`)
        continue
      }
      if (line === undefined) omissions.add(TOO_LONG, where)
      else if (line.trim() === '') continue
      else if (value === undefined) omissions.add(NO_JSON, where)
      else {
        const item = Item.safeParse(value).data
        if (item === undefined) omissions.add(UNKNOWN_FORM, where)
        else yield item
      }
    }
  }
}
