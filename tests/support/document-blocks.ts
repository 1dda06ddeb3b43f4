import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dir, '../..')

/** A fenced block of a document. `mark`: what follows the language, such as `docker` in `sh docker`. */
export type Block = {
  readonly file: string
  readonly language: string
  readonly mark: string
  readonly code: string
}

export const DOCUMENTS = [...new Bun.Glob('docs/**/*.md').scanSync(ROOT)].sort()

export function blocksOf(file: string): Block[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return [...text.matchAll(/^( *)```([^\n]*)\n([\s\S]*?)^\1```$/gm)].map(
    ([, , info = '', code = '']) => {
      const [language = '', mark = ''] = info.split(' ')
      return { file, language, mark, code }
    },
  )
}

/** The commands of a document that are run as they stand. */
export const commandsOf = (file: string, mark = ''): string[] =>
  blocksOf(file)
    .filter((block) => block.language === 'sh' && block.mark === mark)
    .map(({ code }) => code)
