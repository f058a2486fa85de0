import {UsageError} from '../../base/errors.js'
import {showOddNames, type OddNames} from '../credentials/odd-names.js'

type Variables = Readonly<Record<string, string | undefined>>

/** Variables that lead the SDK to other servers: AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 and so on. */
const VARIABLE = /^AWS_ENDPOINT_URL(_[A-Z0-9_]+)?$/

/**
 * Throws UsageError `ENDPOINT` that names the variable where one of them is set to something that is no URL of a
 * server. The SDK would throw a TypeError that names nothing, or call a server that nobody meant.
 */
export function requireEndpoints(env: Variables): void {
  for (const [name, value = ''] of Object.entries(env)) {
    if (VARIABLE.test(name) && value !== '') requireUrl(name, value)
  }
}

/** The sections of a file with profiles, as the SDK's reader answers them. */
type Sections = Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>>

/**
 * The same for what a profile says: `endpoint_url`, and the endpoints of its `services` section. `profiles` are by
 * name, the sections of the config file by `services.NAME`; `restore` has names as people write them.
 */
export function requireProfileEndpoints(
  name: string,
  {profiles, sections, restore}: {readonly profiles: Sections; readonly sections: Sections} & Pick<OddNames, 'restore'>,
): void {
  const shown = restore(name)
  const {endpoint_url: url, services} = profiles[name] ?? {}
  if (url !== undefined && url !== '') requireUrl(`endpoint_url of the profile ${shown}`, url)
  if (services === undefined) return
  const section = sections[`services.${services}`]
  const written = restore(services)
  if (section === undefined) {
    throw new UsageError(`the profile ${shown} names the services section ${written}, which does not exist`, {
      code: 'ENDPOINT',
      hint: `Add [services ${/\s/.test(written) ? `"${written}"` : written}] to the AWS config file, or remove services from the profile.`,
      details: {profile: shown, services: written},
    })
  }
  for (const [key, value = ''] of Object.entries(section)) {
    if (key.endsWith('.endpoint_url') && value !== '') requireUrl(`${key} of [services ${written}]`, value)
  }
}

/** A profile as the SDK is shown it, and where it has services called. */
export interface ProfileEndpoints {
  readonly profile: string
  /** By the id of the service: `Cognito Identity Provider`. `undefined` is AWS's own. */
  readonly endpointOf: (serviceId: string) => string | undefined
}

/**
 * The endpoints of a chosen profile. A client of the SDK that is told its profile still reads `endpoint_url` and `services`
 * of AWS_PROFILE alone (@smithy/core, getEndpointFromConfig), and so would call AWS with the keys of a profile for a server
 * of one's own. Names of variables and settings: AWS SDKs and Tools reference guide, "Service-specific endpoints".
 */
export async function readProfileEndpoints(chosen: string, env: Variables = process.env): Promise<ProfileEndpoints> {
  const profile = (await showOddNames()).shown(chosen)
  const {loadSharedConfigFiles} = await import('@smithy/core/config')
  const {configFile, credentialsFile} = await loadSharedConfigFiles()
  const settings = {...credentialsFile[profile], ...configFile[profile]}
  const services = configFile[`services.${settings['services'] ?? ''}`] ?? {}
  const isIgnored = [env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'], settings['ignore_configured_endpoint_urls']].some(
    (value) => value?.toLowerCase() === 'true',
  )
  return {
    profile,
    endpointOf: (serviceId) => {
      const name = serviceId.replaceAll(' ', '_')
      const urls = [
        env[`AWS_ENDPOINT_URL_${name.toUpperCase()}`],
        env['AWS_ENDPOINT_URL'],
        services[`${name.toLowerCase()}.endpoint_url`],
        settings['endpoint_url'],
      ]
      return isIgnored ? undefined : urls.find(isSet)
    },
  }
}

function requireUrl(where: string, value: string): void {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url && url.hostname !== '' && ['http:', 'https:'].includes(url.protocol)) return
  // A URL may hold a password, or a token.
  const shown = /[@?&=]/.test(value) ? 'a value' : JSON.stringify(value)
  throw new UsageError(`${where} is ${shown}, which is no URL of a server`, {
    code: 'ENDPOINT',
    hint: 'Write it with its scheme and host, for example http://localhost:4566, or unset it to call AWS.',
    details: {setting: where},
  })
}

/**
 * Whether S3 is another server than AWS's own, by the environment or the profile. Such servers (MinIO, LocalStack) have
 * no host name for each bucket, and may not keep every condition of a request.
 */
export async function isOtherS3(env: Variables, profile = env['AWS_PROFILE'] ?? 'default'): Promise<boolean> {
  if ([env['AWS_ENDPOINT_URL_S3'], env['AWS_ENDPOINT_URL']].some(isSet)) return true
  const {loadSharedConfigFiles} = await import('@smithy/core/config')
  const {configFile, credentialsFile} = await loadSharedConfigFiles()
  const {endpoint_url: url, services} = {...credentialsFile[profile], ...configFile[profile]}
  return isSet(url) || (isSet(services) && isSet(configFile[`services.${services ?? ''}`]?.['s3.endpoint_url']))
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== ''
