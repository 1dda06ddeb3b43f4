import { join } from 'node:path'

const SERVICES = join(import.meta.dir, '../../bin/services')

/** Where `bin/services` says that they are. They end with this process, however that ends. */
export function openServices(): { readonly said: Map<string, string>; readonly stop: () => void } {
  const { stdout } = Bun.spawnSync([SERVICES, 'start', `${process.pid}`], { stderr: 'inherit' })
  const said = new Map<string, string>()
  for (const [, name = '', value = ''] of stdout.toString().matchAll(/^export (\w+)=(.*)$/gm))
    said.set(name, value)
  const folder = said.get('TEST_SERVICES') ?? ''
  const stop = () => void Bun.spawnSync([SERVICES, 'stop', folder], { detached: true })
  // Whoever waits for this process finds them gone.
  process.on('exit', stop)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => process.exit(1))
  return {
    said,
    stop: () => {
      process.off('exit', stop)
      stop()
    },
  }
}

/** Starts the servers that the machine has, for as long as `work` lasts; those of a test run are used. */
export async function withServices<T>(work: () => Promise<T>): Promise<T> {
  if (process.env['TEST_SERVICES'] !== undefined) return work()
  const { said, stop } = openServices()
  for (const [name, value] of said) process.env[name] ??= value
  try {
    return await work()
  } finally {
    stop()
  }
}
