import { version } from '../package.json'
import type { Config } from './config.ts'
import { listening } from './start-errors.ts'
import type { openClientPort } from './transports/http/client-port.ts'
import { isLoopback, Sites } from './transports/http/sites.ts'
import { TrustedProxies } from './transports/http/trusted-proxies.ts'
import type { Sources } from './transports/management/metrics.ts'
import { openManagement } from './transports/management/port.ts'
import type { Services } from './transports/services.ts'

/** Opens the management port, unless it is off. */
export async function startManagement(
  config: Config,
  key: string | undefined,
  services: Services,
  sources: Sources,
  graphql: ReturnType<typeof openClientPort>['graphql'],
) {
  const { managementHost: host, managementPort: port } = config
  if (port === 'off') return undefined
  if (key === undefined) services.log.info(NO_KEY)
  // A port on a loopback address is reached from this machine only, so it has no other host name.
  const sites = new Sites(isLoopback(host) ? [] : config.url, [], new TrustedProxies([]))
  const options = { host, port, key, version, graphql, sites, sources }
  return listening('PARLANCE_MANAGEMENT_HOST', { address: host, port }, () =>
    openManagement(services, options),
  )
}

const NO_KEY =
  'PARLANCE_API_KEY: it is not set, so the management port accepts only keys that were created earlier'
