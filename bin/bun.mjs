// Every npm script begins here, on a machine that may have only Node.js and npm: install what
// package-lock.json pins where it is not installed yet, then run Bun. A signal to this process ends what
// it started, and this process ends last: whoever waits for npm finds the port and the data folder free.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bun = join(root, 'node_modules/bun/bin/bun.exe')
let child
let isEnding = false

if (Number.parseInt(process.versions.node, 10) < 20) {
  console.error(
    `Parlance needs Node.js 20 or later, and this is ${process.versions.node}: nodejs.org/en/download has a newer one.`,
  )
  process.exit(2)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
endWithNpm()
await install()
process.exit(await run(bun, process.argv.slice(2)))

function end(signal) {
  isEnding = true
  child?.kill(signal)
}

/** npm does not pass on that it was killed, or that its terminal was closed. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return
  const npm = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(timer)
    end('SIGTERM')
  }, 250)
  timer.unref()
}

/** `npm start` installs what running needs, every other script all of it. Scripts of packages are not run. */
async function install() {
  const stamp = join(root, 'node_modules/.parlance-lock')
  const pinned = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const lock = createHash('sha256').update(pinned).digest('hex')
  const isStart = process.argv[3] === 'bin/start.ts'
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (installed === lock || (isStart && installed === `${lock} to run`)) return
  console.error('Installing what package-lock.json pins (once, some 50 MB) …')
  const which = isStart ? ['--omit=dev'] : []
  const quiet = ['--no-fund', '--no-audit', '--no-progress', '--loglevel=error']
  const progress = showProgress(packagesOf(JSON.parse(pinned).packages, isStart))
  await must('npm', ['ci', '--ignore-scripts', ...which, ...quiet])
  clearInterval(progress)
  // Bun's own script puts its binary in place.
  if ((await run(bun, ['--version'], { stdio: 'ignore' })) !== 0)
    await must('node', ['install.js'], { cwd: join(root, 'node_modules/bun') })
  writeFileSync(stamp, isStart ? `${lock} to run` : lock)
}

/** Where those packages go that this machine gets. */
function packagesOf(packages, isStart) {
  const { platform, arch } = process
  return Object.entries(packages)
    .filter(([path, { dev, os = [platform], cpu = [arch], libc = ['glibc'] }]) => {
      const isMeant = path.startsWith('node_modules/') && !(isStart && dev)
      return isMeant && os.includes(platform) && cpu.includes(arch) && libc.includes('glibc')
    })
    .map(([path]) => join(root, path, 'package.json'))
}

/** Says each second, or where nobody looks each fifth, how many packages are there. */
function showProgress(packages) {
  const { stderr } = process
  const began = Date.now()
  return setInterval(
    () => {
      const seconds = Math.round((Date.now() - began) / 1000)
      const text = `  ${packages.filter(existsSync).length} of ${packages.length} packages, ${seconds} s`
      stderr.write(stderr.isTTY ? `\r${text}\x1b[K` : `${text}\n`)
    },
    stderr.isTTY ? 1000 : 5000,
  )
}

async function must(command, args, options) {
  const status = await run(command, args, options)
  if (status === 0) return
  if (!isEnding)
    console.error(`'${command} ${args.join(' ')}' failed: is the npm registry within reach?`)
  process.exit(status)
}

/** Resolves with its exit code, as a shell counts it. */
function run(command, args, options) {
  // A signal came between two of them.
  if (isEnding) process.exit(1)
  return new Promise((resolve) => {
    // Bun, and every Bun below it, ends when this process is killed.
    const env = { ...process.env, BUN_FEATURE_FLAG_NO_ORPHANS: '1' }
    child = spawn(command, args, { stdio: 'inherit', cwd: root, env, ...options })
    child.on('error', () => resolve(127))
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}
