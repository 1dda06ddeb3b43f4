import { COMMANDS } from '../commands.ts'
import { MANAGEMENT } from '../management.ts'
import { openApi } from './openapi.ts'

/** The two documents of REST: that of people and apps, and that of the app's backend. */
export const clientDocument = (version: string) =>
  openApi(COMMANDS, {
    title: 'Parlance',
    version,
    description:
      'Chat for people and apps. Answers may bring more fields than stand here; what is sent may not.',
    bearer: 'The app’s token (JWT), or a guest’s',
  })

export const managementDocument = (version: string) =>
  openApi(MANAGEMENT, {
    title: 'Parlance, management port',
    version,
    description:
      'For the app’s backend: every room and every user is its own to manage, and what it changes is received at once. Beside each command stands the scope that its key needs.',
    bearer: 'An API key',
  })
