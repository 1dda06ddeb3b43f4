export { tryCommand } from './try-command.ts'
export { type Acts, useActs } from './use-acts.ts'
