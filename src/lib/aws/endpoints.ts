import {UsageError} from '../errors.js'

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
 * name, the sections of the config file by `services.NAME`.
 */
export function requireProfileEndpoints(
  name: string,
  {profiles, sections}: {readonly profiles: Sections; readonly sections: Sections},
): void {
  const {endpoint_url: url, services} = profiles[name] ?? {}
  if (url !== undefined && url !== '') requireUrl(`endpoint_url of the profile ${name}`, url)
  if (services === undefined) return
  const section = sections[`services.${services}`]
  if (section === undefined) {
    throw new UsageError(`the profile ${name} names the services section ${services}, which does not exist`, {
      code: 'ENDPOINT',
      hint: `Add [services ${services}] to the AWS config file, or remove services from the profile.`,
      details: {profile: name, services},
    })
  }
  for (const [key, value = ''] of Object.entries(section)) {
    if (key.endsWith('.endpoint_url') && value !== '') requireUrl(`${key} of [services ${services}]`, value)
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
