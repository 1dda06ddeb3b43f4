import { COMMANDS } from '../commands.ts'
import { MANAGEMENT } from '../management.ts'
import { openApi } from './openapi.ts'

/** The OpenAPI document of the client port. */
export const clientDocument = (version: string) =>
  openApi(COMMANDS, {
    title: 'Parlance',
    version,
    description:
      'The API for users and apps. Answers can contain fields that are not listed here; requests cannot.',
    bearer: 'A token of the app (JWT), or of a guest',
  })

/** The OpenAPI document of the management port. */
export const managementDocument = (version: string) =>
  openApi(MANAGEMENT, {
    title: 'Parlance, management port',
    version,
    description:
      'The API for the app’s backend, which manages all users and rooms. Changes are published to users at once. Each command names the scope that its API key needs.',
    bearer: 'An API key',
  })
