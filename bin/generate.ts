import { join } from 'node:path'
import { stringify } from 'yaml'
import { version } from '../package.json'
import { asyncapi } from '../protocol/generate/asyncapi.ts'
import { clientDocument, managementDocument } from '../protocol/generate/documents.ts'
import { fixtures } from '../protocol/generate/fixtures.ts'
import { goFiles } from '../protocol/generate/go.ts'
import { typescriptReference } from '../protocol/generate/reference.ts'
import { typedFixtures } from '../protocol/generate/typed-fixtures.ts'
import { typescriptFiles } from '../protocol/generate/typescript.ts'
import { manPage } from '../server/cli/documents/man.ts'
import { referencePage } from '../server/cli/documents/reference.ts'
import { COMMANDS } from '../server/cli/table.ts'
import { makeSchema, printed } from '../server/transports/graphql/schema/schema.ts'
import { exportsPage } from './exports-page.ts'
import { permissionsPage } from './permissions.ts'
import { licencePage, sbomOf } from './sbom.ts'

// The files that are generated from the protocol and from package-lock.json: `npm run generate` writes them, and a test
// compares them.

const ROOT = join(import.meta.dir, '..')

/** The formatted text of every generated file, by its path. */
export async function generated(): Promise<Record<string, string>> {
  const files: Record<string, string> = {
    'docs/sdk/typescript.md': typescriptReference(),
    'docs/permissions.md': permissionsPage(),
    'docs/export.md': exportsPage(),
    'docs/command-line.md': referencePage(COMMANDS),
    'docs/licences.md': licencePage(await sbomOf(ROOT)),
    'docs/api/asyncapi.json': JSON.stringify(asyncapi(version)),
    'docs/api/schema.graphql': printed(makeSchema()),
    'docs/api/client.openapi.json': JSON.stringify(clientDocument(version)),
    'docs/api/management.openapi.json': JSON.stringify(managementDocument(version)),
  }
  for (const [name, text] of Object.entries(typescriptFiles()))
    files[`sdk/typescript/src/${name}`] = text
  files['tests/support/typed-fixtures.ts'] = typedFixtures()
  for (const [name, all] of Object.entries(fixtures()))
    files[`protocol/fixtures/${name}.json`] = JSON.stringify(all)
  for (const [path, text] of Object.entries(files))
    if (!path.endsWith('.md')) files[path] = await formatted(path, text)
  // As most look for it: one document, in two languages.
  files['docs/api/client.openapi.yml'] = yaml(clientDocument(version))
  files['docs/api/management.openapi.yml'] = yaml(managementDocument(version))
  files['docs/parlance.1'] = manPage(COMMANDS, version)
  // As gofmt has it already: it need not be there.
  for (const [name, text] of Object.entries(goFiles())) files[`sdk/go/${name}`] = text
  return files
}

const yaml = (document: object): string =>
  stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 })

/** The text as `npm run format` formats it. */
async function formatted(path: string, text: string): Promise<string> {
  const command = [join(ROOT, 'node_modules/.bin/biome'), 'format', `--stdin-file-path=${path}`]
  const biome = Bun.spawn(command, { cwd: ROOT, stdin: new Blob([text]), stdout: 'pipe' })
  const out = await new Response(biome.stdout).text()
  if ((await biome.exited) !== 0) throw new Error(`${path}: Biome cannot parse the generated text`)
  return out
}

if (import.meta.main)
  for (const [path, text] of Object.entries(await generated())) {
    await Bun.write(join(ROOT, path), text)
    console.log(path)
  }
