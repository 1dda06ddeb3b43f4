import type { SecondFactor } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import type {
  SecondFactorsRead,
  SecondFactorsWrite,
  StoredSecondFactor,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { time } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import { recordAccountChange } from './account-changes.ts'
import { hashOf } from './hash.ts'

export class SecondFactorsReader implements SecondFactorsRead {
  constructor(protected readonly run: Run) {}

  async get(user: UserId): Promise<StoredSecondFactor | undefined> {
    const row = await this.run.first(queries.secondFactor, { user })
    if (row === undefined) return undefined
    const { sealed, created_at, on_at, last_step } = row
    return { sealed, createdAt: created_at, isOn: on_at !== null, lastStep: last_step }
  }

  async shown(user: UserId): Promise<SecondFactor | undefined> {
    const row = await this.run.first(queries.secondFactor, { user })
    if (row === undefined || row.on_at === null) return undefined
    const { length } = await this.run.all(queries.recoveryCodes, { user })
    return { since: time(row.on_at), recoveryCodesLeft: length }
  }
}

export class SecondFactorsWriter extends SecondFactorsReader implements SecondFactorsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async create(user: UserId, sealed: string): Promise<void> {
    await this.recorder.write(queries.deleteSecondFactor, { user })
    const row = { user, sealed, created_at: this.recorder.at, on_at: null, last_step: 0 }
    await this.recorder.write(queries.insertSecondFactor, row)
  }

  async turnOn(user: UserId): Promise<void> {
    await this.recorder.write(queries.turnOnSecondFactor, { user, on_at: this.recorder.at })
    await recordAccountChange(this.recorder, user, 'second_factor_on')
  }

  async use(user: UserId, last_step: number): Promise<void> {
    await this.recorder.write(queries.setLastStep, { user, last_step })
  }

  async delete(user: UserId): Promise<void> {
    const before = await this.get(user)
    if (before?.isOn) await recordAccountChange(this.recorder, user, 'second_factor_off')
    await this.recorder.write(queries.deleteSecondFactor, { user })
    await this.recorder.write(queries.deleteRecoveryCodes, { user })
  }

  async setRecoveryCodes(user: UserId, codes: readonly string[]): Promise<void> {
    await this.recorder.write(queries.deleteRecoveryCodes, { user })
    for (const code of codes)
      await this.recorder.write(queries.insertRecoveryCode, { hash: hashFor(user, code), user })
    await recordAccountChange(this.recorder, user, 'recovery_codes_created')
  }

  async useRecoveryCode(user: UserId, code: string): Promise<boolean> {
    const hash = hashFor(user, code)
    const codes = await this.run.all(queries.recoveryCodes, { user })
    if (!codes.some((row) => row.hash === hash)) return false
    await this.recorder.write(queries.deleteRecoveryCode, { hash })
    return true
  }
}

/** The code without its hyphens. */
const hashFor = (user: UserId, code: string): string =>
  hashOf(`${user} ${code.replaceAll('-', '')}`)
