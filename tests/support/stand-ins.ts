import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './document-blocks.ts'

// The images that `bin/docker-engine` has made, in the place of those of a registry.

const STAND_INS: Readonly<Record<string, string>> = {
  node: 'stand-in/node',
  debian: 'stand-in/debian',
}
/** The base images of the Dockerfile, and what it is built with in their place. */
export const contexts = [
  ...readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8').matchAll(/^FROM ((\w+):\S+)/gm),
].map(([, image = '', name = '']): readonly [string, string] => [
  image,
  `docker-image://${STAND_INS[name]}`,
])
const server = {
  build: { additional_contexts: Object.fromEntries(contexts) },
  // The machine of the tests may not raise it further.
  ulimits: { nofile: { soft: 20_000, hard: 20_000 } },
}
const standIn = (...command: readonly string[]) => ({
  image: 'stand-in/services',
  ...(command.length > 0 && { command }),
})
const caddy = standIn('caddy', 'run', '--config', '/etc/caddy/Caddyfile')
const LOCAL = {
  parlance: server,
  backend: server,
  'node-1': server,
  'node-2': server,
  frontend: caddy,
  proxy: caddy,
  postgres: standIn('postgres'),
  mariadb: standIn(),
  redis: standIn(),
}

/** A Compose file that puts what is on this machine in the place of what a registry has. */
export async function standInsFor(
  folder: string,
  ...services: readonly (keyof typeof LOCAL)[]
): Promise<string> {
  const path = join(folder, `${services.join('-')}.yaml`)
  const chosen = Object.fromEntries(services.map((name) => [name, LOCAL[name]]))
  await Bun.write(path, JSON.stringify({ services: chosen }))
  return path
}
