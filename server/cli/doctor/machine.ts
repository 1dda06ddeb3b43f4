import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { type Finding, fault, ok, unchecked } from './finding.ts'

const GB = 1024 ** 3
/** Below both of them writes fail soon. */
const FREE_BYTES = 1 * GB
const FREE_PART = 0.05
/** A connection is a file. */
const OPEN_FILES = 4096

export function checkDisk({ data }: Config): Finding {
  const folder = resolve(data)
  if (!existsSync(folder)) return unchecked('disk', `${folder} does not exist yet`)
  const { bavail, blocks, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const text = `${(free / GB).toFixed(1)} GB are free below ${folder}`
  return free < FREE_BYTES && bavail < blocks * FREE_PART
    ? fault('disk', `only ${text}: free some space, or move the data folder to a larger disk`)
    : ok('disk', text)
}

export function checkFiles({ data, databaseUrl }: Config): Finding {
  const folder = resolve(data)
  if (!existsSync(folder)) return unchecked('files', `${folder} does not exist yet`)
  const names = databaseUrl === '' ? ['parlance.sqlite', 'secrets.json'] : ['secrets.json']
  for (const path of [folder, ...names.map((name) => join(folder, name))]) {
    if (!existsSync(path)) continue
    const { mode } = statSync(path)
    const shown = (mode & 0o777).toString(8)
    if (path !== folder && (mode & 0o077) !== 0)
      return fault('files', `${path} can be read by others (${shown}): run chmod 600 ${path}`)
    if (path === folder && (mode & 0o022) !== 0)
      return fault('files', `${path} can be changed by others (${shown}): run chmod 700 ${path}`)
    try {
      accessSync(path, constants.R_OK | constants.W_OK)
    } catch {
      return fault('files', `${path} may not be written: give it to the user of the server (chown)`)
    }
  }
  return ok('files', `${folder} belongs to the server alone`)
}

/** Of this process: run it as the server is run. */
export function checkLimits(): Finding {
  const path = '/proc/self/limits'
  if (!existsSync(path)) return unchecked('limits', 'this system does not say them')
  const [, soft = '0'] = /^Max open files\s+(\S+)/m.exec(readFileSync(path, 'utf8')) ?? []
  return soft !== 'unlimited' && Number(soft) < OPEN_FILES
    ? fault(
        'limits',
        `only ${soft} files can be open, and each connection is one: set ulimit -n 65536, or LimitNOFILE=65536 in the unit`,
      )
    : ok('limits', `${soft} files can be open`)
}
