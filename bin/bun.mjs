// The two commands begin here, on a machine that may have only Node.js and npm: install what
// package-lock.json pins where it is not installed yet, then hand over to Bun.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bun = join(root, 'node_modules/bun/bin/bun.exe')

install()
const child = spawn(bun, process.argv.slice(2), { stdio: 'inherit', cwd: root })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))

function install() {
  const stamp = join(root, 'node_modules/.parlance-lock')
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.error('Installing what package-lock.json pins (once) …')
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'])
  // npm may be told not to run install scripts; Bun's own puts its binary in place.
  if (spawnSync(bun, ['--version']).status !== 0)
    run('node', ['install.js'], join(root, 'node_modules/bun'))
  writeFileSync(stamp, lock)
}

function run(command, args, cwd = root) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd })
  if (status === 0) return
  console.error(`'${command} ${args.join(' ')}' failed: is the npm registry within reach?`)
  process.exit(status ?? 1)
}
