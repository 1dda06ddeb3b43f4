import { refusalText } from '../words/words.ts'
import { capitalized } from './times.ts'

/** Why something did not happen, as a sentence in the language of the page. */
export const refusalOf = (error: Parameters<typeof refusalText>[0]): string =>
  capitalized(refusalText(error))
