import type { Config } from '../../config.ts'
import type { Call, Command } from '../command.ts'
import type { Finding } from '../doctor/finding.ts'
import { CommandFailed } from '../errors.ts'
import { Progress } from '../progress.ts'

const lineOf = ({ check, state, says }: Finding): string =>
  `${state === 'ok' ? 'ok   ' : state === 'fault' ? 'FAULT' : '-    '}  ${check}: ${says}`

export const DOCTOR_COMMANDS: readonly Command[] = [
  {
    name: 'doctor',
    summary: 'Find what is wrong with the running server and its surroundings, and say what to do',
    details:
      'It checks the public URL with WebSocket and SSE, the proxy, clocks, the disk, files, limits, backups, mail, the database and Redis, and changes nothing but guests. Exit code 1 if there is a fault.',
    flags: {
      wait: {
        type: 'string',
        description:
          'also keep a quiet connection open for so many seconds, and see whether the proxy cuts it: 30 is longer than the server is ever silent',
      },
    },
    run: async (call) => {
      const config = call.config()
      const wait = call.flag('wait') === undefined ? undefined : call.count('wait', 30)
      const { checkBackups } = await import('../doctor/backups.ts')
      const { checkDisk, checkFiles, checkLimits } = await import('../doctor/machine.ts')
      const { checkBus, checkDatabase, checkMail } = await import('../doctor/services.ts')
      const { checkPublicUrl } = await import('../doctor/public-url.ts')
      const findings = (
        await Promise.all([
          checkPublicUrl(config),
          checkDatabase(config),
          checkBus(config),
          checkMail(config),
          checkBackups(config),
          ...(wait === undefined ? [] : [checkQuietly(call, config, wait)]),
        ])
      )
        .flat()
        .concat(checkDisk(config), checkFiles(config), checkLimits())
      const faults = findings.filter(({ state }) => state === 'fault')
      const text = findings.map(lineOf).join('\n')
      if (faults.length === 0) return { json: findings, text }
      call.terminal.print(call.isJson ? JSON.stringify(findings) : text)
      throw new CommandFailed(`${faults.length} of ${findings.length} checks found a fault`)
    },
  },
]

/** With the seconds that are over. */
async function checkQuietly(call: Call, config: Config, seconds: number): Promise<Finding> {
  const { checkQuiet } = await import('../doctor/quiet.ts')
  const progress = new Progress(call.terminal, 'seconds', seconds)
  const timer = setInterval(() => progress.add(1), 1000)
  try {
    return await checkQuiet(config, seconds * 1000)
  } finally {
    clearInterval(timer)
    progress.end()
  }
}
