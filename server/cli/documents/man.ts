import { rowsOf } from '../../config.ts'
import type { Command } from '../command.ts'
import { COMMON_FLAGS, usageOf } from '../parse.ts'

/** The man page, in the language of man(7). */
export function manPage(commands: readonly Command[], version: string): string {
  const entries = commands.flatMap((command) => [
    '.TP',
    `.B parlance ${escaped(usageOf(command))}`,
    ...paragraph(`${command.summary}. ${command.details ?? ''}`),
    ...flagsOf(command).flatMap(([flag, meaning]) => [
      '.br',
      `\\fB${escaped(flag)}\\fR: ${escaped(meaning)}`,
    ]),
  ])
  const settings = rowsOf().flatMap(([name, value, meaning]) => [
    '.TP',
    `.B ${escaped(name)}`,
    ...paragraph(`${meaning} (default ${value})`),
  ])
  return [
    `.TH PARLANCE 1 "" "Parlance ${version}"`,
    '.SH NAME',
    'parlance \\- a self\\-hosted chat server',
    '.SH SYNOPSIS',
    '.B parlance',
    '\\fICOMMAND\\fR [\\fIARGUMENT\\fR ...] [\\fB\\-\\-flag\\fR ...]',
    '.SH DESCRIPTION',
    ...paragraph(
      'A command works on the running server through its management port, or on the database if the server is down, and says which on standard error. Results are on standard output.',
    ),
    '.SH COMMANDS',
    ...entries,
    '.SH SETTINGS',
    ...paragraph(
      'Each setting is a flag, an environment variable, or a key of parlance.toml. The first one that is set is used.',
    ),
    ...settings,
    '.SH EXIT STATUS',
    ...paragraph(
      '0: done. 1: the command was refused or failed. 2: wrong use, or a setting that cannot be used.',
    ),
    '',
  ].join('\n')
}

/** The flags that only this command has. */
export const flagsOf = ({ flags = {} }: Command): (readonly [string, string])[] =>
  Object.entries(flags).map(
    ([name, { type, description, values }]) =>
      [
        `--${name}${type === 'string' ? ' …' : ''}`,
        `${description}${values === undefined ? '' : ` (${values.join(', ')})`}`,
      ] as const,
  )

export const commonFlags = (): string =>
  Object.entries(COMMON_FLAGS)
    .map(([name, { description }]) => `\`--${name}\`: ${description}`)
    .join('; ')

const paragraph = (text: string): string[] => [escaped(text.trim())]

/** A line must not begin with a control character of roff. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replace(/^(['.])/, '\\&$1')
