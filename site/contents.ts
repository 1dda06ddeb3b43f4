/** A page of the documentation: the Markdown file, by its path in the repository, and its address below `/docs/`. */
export type Source = { readonly file: string; readonly slug: string }
export type Section = { readonly title: string; readonly pages: readonly Source[] }

const page = (file: string, slug = slugOf(file)): Source => ({ file, slug })

/** The first page, at `/docs/`. */
export const FIRST = page('docs/README.md', 'index')

/** All other pages, in the order in which they are read. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'Start',
    pages: [page('docs/five-minutes.md'), page('docs/add-chat.md'), page('docs/concepts.md')],
  },
  {
    title: 'Host it yourself',
    pages: [
      page('docs/install.md'),
      page('docs/proxies/README.md', 'proxies'),
      page('docs/accounts.md'),
      page('docs/sign-in-providers.md'),
      page('docs/moderation.md'),
      page('docs/hook.md'),
      page('docs/limits.md'),
    ],
  },
  {
    title: 'Operate',
    pages: [
      page('docs/operate.md'),
      page('docs/backups.md'),
      page('docs/scaling.md'),
      page('docs/command-line.md'),
      page('docs/tested-with.md'),
      page('docs/reliability.md'),
      page('docs/known-limits.md'),
    ],
  },
  {
    title: 'SDK and API',
    pages: [
      page('docs/api-reference.md'),
      page('sdk/typescript/README.md', 'typescript'),
      page('docs/sdk/typescript.md', 'typescript-reference'),
      page('sdk/go/README.md', 'go'),
      page('docs/permissions.md'),
      page('SPEC.md'),
    ],
  },
  {
    title: 'Migrate',
    pages: [page('docs/importing.md'), page('docs/migrating-from-stream.md')],
  },
  {
    title: 'Security',
    pages: [
      page('SECURITY.md'),
      page('docs/data.md'),
      page('docs/export.md'),
      page('docs/licences.md'),
    ],
  },
  {
    title: 'About',
    pages: [
      page('README.md', 'readme'),
      page('CHANGELOG.md'),
      page('docs/seeds.md'),
      page('bench/README.md', 'benchmarks'),
      page('docs/adding-a-feature.md'),
      page('STYLE.md'),
      page('docs/decisions.md'),
      page('docs/names.md'),
    ],
  },
]

/** Files that a page may link to, which are shown as they are. */
export const SHOWN_AS_THEY_ARE = [
  'compose.yaml',
  'deploy/*.yaml',
  'deploy/Caddyfile',
  'deploy/Dockerfile',
  'deploy/debian/parlance.{service,toml}',
  'deploy/monitoring/*.{yaml,json}',
  'deploy/helm/parlance/values*.yaml',
  'docs/proxies/*.{conf,cfg,mjs}',
  'docs/proxies/Caddyfile',
  'examples/**/*.{ts,tsx,html}',
]

/** `docs/five-minutes.md` is `five-minutes`; a file that is shown as it is keeps its ending: `docs-proxies-nginx-conf`. */
export function slugOf(file: string): string {
  const name = file.endsWith('.md') ? file.replace(/^.*\//, '').slice(0, -3) : file
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}
