// Every npm script starts with this file, on a machine that may have only Node.js and npm: it installs the packages of
// package-lock.json if they are missing, then runs Bun. A signal to this process stops its child process, and this
// process exits last, so that the port and the data folder are free when npm ends.
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
    `Parlance needs Node.js 20 or later, and this is ${process.versions.node}. Install a newer one: nodejs.org/en/download`,
  )
  process.exit(2)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
endWithNpm()
await install()
// Only the command line works in the folder in which it was called.
const cwd = /\bbin\/parlance\.ts$/.test(process.argv[3] ?? '') ? process.cwd() : root
process.exit(await run(bun, process.argv.slice(2), { cwd }))

function end(signal) {
  isEnding = true
  child?.kill(signal)
}

/** npm forwards no signal when it is killed or its terminal is closed, so the end of npm is polled. */
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

/** `npm start` installs only the runtime packages, every other script all packages. Install scripts are not run. */
async function install() {
  const stamp = join(root, 'node_modules/.parlance-lock')
  const pinned = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const lock = createHash('sha256').update(pinned).digest('hex')
  const isStart = /\bbin\/(?:start|parlance)\.ts$/.test(process.argv[3] ?? '')
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (installed === lock || (isStart && installed === `${lock} to run`)) return
  const packages = packagesOf(JSON.parse(pinned).packages, isStart)
  if (!isInstalled(packages)) {
    const [which, size] = isStart ? ['runtime packages', 60] : ['development packages', 120]
    console.error(`Installing the ${which} of package-lock.json (once, about ${size} MB) …`)
    const omit = isStart ? ['--omit=dev'] : []
    const quiet = ['--no-fund', '--no-audit', '--no-progress', '--loglevel=error']
    const progress = showProgress(packages.map(([path]) => join(root, path, 'package.json')))
    await runOrExit('npm', ['ci', '--ignore-scripts', ...omit, ...quiet])
    clearInterval(progress)
  }
  // Bun's own install script puts its binary in place.
  if ((await run(bun, ['--version'], { stdio: 'ignore' })) !== 0)
    await runOrExit('node', ['install.js'], { cwd: join(root, 'node_modules/bun') })
  writeFileSync(stamp, isStart ? `${lock} to run` : lock)
}

/** The packages that npm installs on this machine, as entries of package-lock.json. */
function packagesOf(packages, isStart) {
  const { platform, arch } = process
  return Object.entries(packages).filter(
    ([path, { dev, os = [platform], cpu = [arch], libc = ['glibc'] }]) => {
      const isIncluded = path.startsWith('node_modules/') && !(isStart && dev)
      return isIncluded && os.includes(platform) && cpu.includes(arch) && libc.includes('glibc')
    },
  )
}

/** Whether these packages are installed already, by `npm ci` itself. npm writes this file when it has finished. */
function isInstalled(packages) {
  const record = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(record)) return false
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages
  return packages.every(([path, { version }]) => installed[path]?.version === version)
}

/** Prints the number of installed packages: each second in a terminal, otherwise every 5 s. */
function showProgress(packages) {
  const { stderr } = process
  const startedAt = Date.now()
  return setInterval(
    () => {
      const seconds = Math.round((Date.now() - startedAt) / 1000)
      const text = `  ${packages.filter(existsSync).length} of ${packages.length} packages, ${seconds} s`
      stderr.write(stderr.isTTY ? `\r${text}\x1b[K` : `${text}\n`)
    },
    stderr.isTTY ? 1000 : 5000,
  )
}

async function runOrExit(command, args, options) {
  const status = await run(command, args, options)
  if (status === 0) return
  if (!isEnding)
    console.error(
      `'${command} ${args.join(' ')}' failed: check that the npm registry can be reached, then run it again`,
    )
  process.exit(status)
}

/** Resolves with the exit code, in the form that a shell reports (128 + the number of a signal). */
function run(command, args, options) {
  // A signal was received between two commands.
  if (isEnding) process.exit(1)
  return new Promise((resolve) => {
    // Bun, and every Bun process below it, exits when this process is killed.
    const env = { ...process.env, BUN_FEATURE_FLAG_NO_ORPHANS: '1' }
    child = spawn(command, args, { stdio: 'inherit', cwd: root, env, ...options })
    child.on('error', () => resolve(127))
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}
