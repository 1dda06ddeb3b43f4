import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../history/random.ts'

/** How far off a clock is at most, and how far it jumps while its node runs, ahead or back. */
export const OFF_S = 120
const JUMP_S = 120

/** libfaketime, of Debian's package of that name; undefined where it is not installed. */
export const FAKETIME: string | undefined = [
  ...new Bun.Glob('*/faketime/libfaketimeMT.so.1').scanSync({ cwd: '/usr/lib', absolute: true }),
][0]

/**
 * The wall clock of one node, which is wrong: by what a file says, which is read again every second.
 * Timers are left alone, as they are where a real clock is set.
 */
export class Clock {
  readonly #file: string
  readonly #random: Random
  #offS = 0

  constructor(folder: string, random: Random) {
    this.#file = join(folder, 'clock')
    this.#random = random
    this.start()
  }

  get environment(): Record<string, string> {
    if (FAKETIME === undefined) return {}
    return {
      LD_PRELOAD: FAKETIME,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    }
  }

  /** By how many seconds it is ahead. */
  get offS(): number {
    return this.#offS
  }

  start(): void {
    this.#set(this.#random.between(-OFF_S, OFF_S))
  }

  jump(): void {
    const offS = this.#offS + this.#random.between(-JUMP_S, JUMP_S)
    this.#set(Math.max(-OFF_S, Math.min(OFF_S, offS)))
  }

  /** What a process leaves behind that is killed, and what another one of that id would stumble over. */
  clean(pid: number): void {
    for (const name of ['faketime_shm_', 'sem.faketime_sem_'])
      rmSync(`/dev/shm/${name}${pid}`, { force: true })
  }

  #set(offS: number): void {
    this.#offS = offS
    // At once: half a word would be another time.
    writeFileSync(`${this.#file}.new`, `${offS < 0 ? '' : '+'}${offS}\n`)
    renameSync(`${this.#file}.new`, this.#file)
  }
}
