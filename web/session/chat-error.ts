/** From its own file, because whoever is not signed in does not download the rest of the SDK. */
export { ChatError } from '@parlance/sdk/error'
