import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { version } from '../../package.json'
import { ensureManual } from '../../site/build.ts'
import { ensureWeb } from '../../web/build.ts'
import { type Arch, buildBinary, TARGETS } from './binary.ts'
import { buildDeb } from './deb.ts'
import { buildRpm, rpmName } from './rpm.ts'

// `npm run package` writes what people install into dist/: the binary, the Debian package where `dpkg-deb` is, and the package
// for Fedora and others where `rpmbuild` is.
// `-- --arch arm64` is for another machine.

const DIST = join(import.meta.dir, '../../dist')
const own: Arch = process.arch === 'arm64' ? 'arm64' : 'amd64'
const { values } = parseArgs({
  options: { arch: { type: 'string', default: own }, 'binary-only': { type: 'boolean' } },
})
const isArch = (name: string): name is Arch => name in TARGETS
const { arch } = values
if (!isArch(arch)) {
  console.error(`--arch: there is no ${arch}, only ${Object.keys(TARGETS).join(', ')}`)
  process.exit(2)
}

mkdirSync(DIST, { recursive: true })
await Promise.all([ensureWeb(), ensureManual()])
const binary = join(DIST, `parlance-${version}-linux-${arch}`)
await buildBinary(arch, binary)
report(binary)
if (values['binary-only'] !== true && Bun.which('dpkg-deb') !== null) {
  const deb = join(DIST, `parlance_${version}_${arch}.deb`)
  buildDeb(binary, arch, deb)
  report(deb)
}
if (values['binary-only'] !== true && Bun.which('rpmbuild') !== null) {
  const rpm = join(DIST, rpmName(arch))
  buildRpm(binary, arch, rpm)
  report(rpm)
}

function report(path: string): void {
  console.log(`${path}  ${(statSync(path).size / 1e6).toFixed(1)} MB`)
}
