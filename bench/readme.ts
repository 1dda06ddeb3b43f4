import { join } from 'node:path'

/** Puts a table between its marks in README.md. */
export async function putIntoReadme(mark: string, table: string): Promise<void> {
  const readme = Bun.file(join(import.meta.dir, 'README.md'))
  const marked = new RegExp(`(<!-- ${mark} -->\\n)[\\s\\S]*(<!-- /${mark} -->)`)
  const text = await readme.text()
  if (!marked.test(text)) throw new Error(`README.md has no marks of ${mark}`)
  await readme.write(text.replace(marked, (_, from, to) => `${from}\n${table.trimEnd()}\n\n${to}`))
}
