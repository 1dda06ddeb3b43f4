import { join } from 'node:path'

const SERVICES = join(import.meta.dir, '../../bin/services')

/** Starts the servers that the machine has, for as long as `work` lasts; those of a test run are used. */
export async function withServices<T>(work: () => Promise<T>): Promise<T> {
  if (process.env['TEST_SERVICES'] !== undefined) return work()
  const { stdout } = Bun.spawnSync([SERVICES, 'start'], { stderr: 'inherit' })
  for (const [, name = '', value = ''] of stdout.toString().matchAll(/^export (\w+)=(.*)$/gm))
    process.env[name] ??= value
  try {
    return await work()
  } finally {
    Bun.spawnSync([SERVICES, 'stop', process.env['TEST_SERVICES'] ?? ''])
  }
}
