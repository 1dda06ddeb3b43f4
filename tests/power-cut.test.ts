import { expect, test } from 'bun:test'
import { DATABASE } from './support/database.ts'
import { cutPower, recordSends } from './support/power-cut.ts'
import { CAN_STOP_DISK } from './support/stopped-disk.ts'

test.skipIf(DATABASE !== 'sqlite' || !CAN_STOP_DISK)(
  '[DUR-5] after a power failure the database opens with every acknowledged message, whichever of the unsynced blocks are on the disk',
  async () => {
    const recording = await recordSends()
    const syncs = recording.steps.filter((step) => step.do === 'end sync')
    expect(new Set(syncs.map(({ file }) => file)).size).toBe(2)
    expect(cutPower(recording, 300, 1)).toEqual([])
    // If no sync were believed, the check would find what is lost.
    expect(cutPower(recording, 30, 1, false).join()).toMatch(
      /messages are lost|malformed|disk image/,
    )
  },
  120_000,
)
