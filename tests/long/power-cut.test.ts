import { expect, test } from 'bun:test'
import { cutPower, recordSends } from '../support/power-cut.ts'
import { CAN_STOP_DISK } from '../support/stopped-disk.ts'

test.skipIf(!CAN_STOP_DISK)(
  '[DUR-5] 10,000 power failures lose no acknowledged message',
  async () => {
    for (let seed = 1; seed <= 4; seed++)
      expect(cutPower(await recordSends(), 2500, seed)).toEqual([])
  },
  1_800_000,
)
