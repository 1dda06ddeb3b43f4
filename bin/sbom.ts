import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as z from 'zod'

// The runtime packages of package-lock.json: `npm run sbom` writes an SBOM (CycloneDX 1.5), which npm itself makes, and
// fails if a licence is not allowed. `npm run generate` makes the list of licences in docs/ from it.

export const SBOM = 'sbom.cdx.json'

/** These licences require only their notice, or nothing. An expression such as `(MIT OR GPL-2.0)` needs an entry of its own. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  // It also asks for a summary of changes in a changed copy, and nothing here is changed.
  'PSF-2.0',
  'Unlicense',
])

const Manifest = z.looseObject({ devDependencies: z.unknown().optional() })
const Lock = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })),
})
const License = z.union([
  z.object({ expression: z.string() }),
  z.object({ license: z.object({ id: z.string().optional(), name: z.string().optional() }) }),
])
const Sbom = z.looseObject({
  components: z.array(
    z.looseObject({
      name: z.string(),
      version: z.string(),
      hashes: z.array(z.object({ alg: z.string(), content: z.string() })).default([]),
      licenses: z.array(License).default([]),
    }),
  ),
})
type Sbom = z.infer<typeof Sbom>

export async function sbomOf(project: string): Promise<Sbom> {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-sbom-'))
  try {
    // npm takes the name in the SBOM from the folder.
    const copy = join(folder, 'parlance')
    mkdirSync(copy)
    await withoutDevelopment(project, copy)
    const flags = ['--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application']
    const npm = Bun.spawn(['npm', 'sbom', ...flags], { cwd: copy, stdout: 'pipe', stderr: 'pipe' })
    const [json, errors] = await Promise.all(
      [npm.stdout, npm.stderr].map((out) => new Response(out).text()),
    )
    if ((await npm.exited) !== 0)
      throw new Error(`npm could not make the SBOM (npm 10 or later is needed): ${errors}`)
    return Sbom.parse(JSON.parse(json ?? ''))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** `npm sbom --omit=dev` also omits runtime packages that a development package needs, such as graphql (npm 11.19). */
async function withoutDevelopment(project: string, copy: string): Promise<void> {
  const manifest = Manifest.parse(await Bun.file(join(project, 'package.json')).json())
  const lock = Lock.parse(await Bun.file(join(project, 'package-lock.json')).json())
  delete manifest.devDependencies
  delete lock.packages['']?.['devDependencies']
  for (const [path, { dev }] of Object.entries(lock.packages))
    if (dev === true) delete lock.packages[path]
  await Bun.write(join(copy, 'package.json'), JSON.stringify(manifest))
  await Bun.write(join(copy, 'package-lock.json'), JSON.stringify(lock))
}

/** A message for each package whose licence is not allowed. */
export function notAllowed({ components }: Sbom): string[] {
  return components
    .filter((component) => !ALLOWED.has(licenceOf(component)))
    .map((component) => {
      const { name, version } = component
      return `${name}@${version}: its licence (${licenceOf(component)}) is not on the list in bin/sbom.ts`
    })
}

/** docs/licences.md. */
export function licencePage({ components }: Sbom): string {
  const rows = components.map((component) => {
    const { name, version } = component
    return `| ${name} | ${version} | ${licenceOf(component)} |`
  })
  return `# Licences

The packages that Parlance needs at runtime, with the licence that each one declares. A machine gets only the
\`@oven/bun-…\` package of its own platform. \`npm run generate\` makes this page from package-lock.json.
\`npm run sbom\` writes \`${SBOM}\`, an SBOM (CycloneDX) with the hashes of the packages, and fails if a licence is not
one of ${[...ALLOWED].join(', ')}.

Bun is MIT-licensed. Its binary contains libraries with their own licences, among them JavaScriptCore (LGPL-2): see
[Bun's licence](https://bun.com/docs/project/license). The other contents of a container image are not listed here.

| package | version | licence |
| --- | --- | --- |
${rows.join('\n')}
`
}

function licenceOf({ licenses }: Sbom['components'][number]): string {
  const names = licenses.map((each) =>
    'expression' in each ? each.expression : (each.license.id ?? each.license.name),
  )
  return names.join(', ') || 'none'
}

if (import.meta.main) {
  // Tests give the folder of another project.
  const project = resolve(process.argv[2] ?? join(import.meta.dir, '..'))
  const sbom = await sbomOf(project)
  await Bun.write(join(project, SBOM), `${JSON.stringify(sbom, null, 2)}\n`)
  const problems = notAllowed(sbom)
  for (const problem of problems) console.error(problem)
  process.exitCode = problems.length > 0 ? 1 : 0
}
