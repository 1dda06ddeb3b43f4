import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as z from 'zod'

// What running needs, by package-lock.json: `npm run sbom` writes an SBOM (CycloneDX 1.5), which npm itself makes, and
// fails where a licence is not allowed. The list of licences in docs/ is made of it by `npm run generate`.

export const SBOM = 'sbom.cdx.json'

/** Each asks for no more than its notice. An expression such as `(MIT OR GPL-2.0)` is allowed by a line of its own. */
const ALLOWED = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'])

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
    // npm names what it describes by the folder.
    const copy = join(folder, 'parlance')
    mkdirSync(copy)
    await withoutDevelopment(project, copy)
    const flags = ['--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application']
    const npm = Bun.spawn(['npm', 'sbom', ...flags], { cwd: copy, stdout: 'pipe', stderr: 'pipe' })
    const [said, complaint] = await Promise.all(
      [npm.stdout, npm.stderr].map((out) => new Response(out).text()),
    )
    if ((await npm.exited) !== 0) throw new Error(`npm 10 or later makes the SBOM: ${complaint}`)
    return Sbom.parse(JSON.parse(said ?? ''))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** `npm sbom --omit=dev` leaves out what some package of development needs, too: graphql, for one (npm 11.19). */
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

/** A line for each package that nobody has allowed. */
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

The packages that running Parlance needs, and what each says of its licence; of \`@oven/bun-…\` a machine gets its own.
This page is made from package-lock.json by \`npm run generate\`. \`npm run sbom\` writes \`${SBOM}\`, an SBOM
(CycloneDX) with their hashes, and fails where a licence is none of ${[...ALLOWED].join(', ')}.

Bun is MIT-licensed, and its binary holds libraries with licences of their own, among them JavaScriptCore (LGPL-2):
[Bun's licence](https://bun.com/docs/project/license) names them. What an image is made of besides is not listed here.

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
  // Another project, in a test.
  const project = resolve(process.argv[2] ?? join(import.meta.dir, '..'))
  const sbom = await sbomOf(project)
  await Bun.write(join(project, SBOM), `${JSON.stringify(sbom, null, 2)}\n`)
  const complaints = notAllowed(sbom)
  for (const complaint of complaints) console.error(complaint)
  process.exitCode = complaints.length > 0 ? 1 : 0
}
