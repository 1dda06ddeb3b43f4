import type { Command } from '../command.ts'
import type { Finding } from '../doctor/finding.ts'
import { CommandFailed } from '../errors.ts'

const lineOf = ({ check, state, says }: Finding): string =>
  `${state === 'ok' ? 'ok   ' : state === 'fault' ? 'FAULT' : '-    '}  ${check}: ${says}`

export const DOCTOR_COMMANDS: readonly Command[] = [
  {
    name: 'doctor',
    summary: 'Find what is wrong with the running server and its surroundings, and say what to do',
    details:
      'It checks the public URL with WebSocket and SSE, the proxy, clocks, the disk, files, limits, backups, mail, the database and Redis, and changes nothing but one guest. Exit code 1 if there is a fault.',
    run: async (call) => {
      const config = call.config()
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
