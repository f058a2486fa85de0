import {posix} from 'node:path'
import {ManifestError} from '../../errors.js'
import type {Output} from '../manifest.js'
import {dotenvPrefix, every, pattern} from '../rules/names.js'
import {endpointUrl, outputPath} from '../rules/places.js'
import {fields, list, type Fields} from '../read/collections.js'
import {oneOf, text, type Rule} from '../read/scalars.js'
import {refused, type Read, type Spot} from '../read/spot.js'

/** What is written where nobody says otherwise. */
export const DEFAULT_OUTPUTS: readonly Output[] = [
  {format: 'amplify', path: 'amplify_outputs.json', version: undefined},
]

/** `outputs`: no two to the same file, also not on systems where capitals make no difference. */
export function outputs(spot: Spot): readonly Output[] {
  const found = list(output, {max: 20})(spot)
  const lower = found.map(({path}) => path.toLowerCase())
  for (const [index, path] of lower.entries()) {
    const other = lower.findIndex(
      (one, at) => (at < index && one === path) || (at !== index && path.startsWith(`${one}/`)),
    )
    if (other < 0) continue
    const relation = lower[other] === path ? 'is also the path of' : 'lies below the file of'
    throw new ManifestError(`outputs[${index}].path ${relation} outputs[${other}]`, {
      at: spot.source.at([...spot.path, String(index), 'path']),
      hint: 'Every output needs a file of its own.',
    })
  }
  return found
}

const FORMATS = [
  'amplify',
  'aws-exports',
  'amplifyconfiguration',
  'amplifyconfiguration-dart',
  'amplify-ts',
  'dotenv',
  'typescript',
  'json',
  'tfvars',
  'shell',
] as const
const OPTIONS = ['prefix', 'framework', 'version', 'endpoint'] as const
const VERSIONS = ['1', '1.1', '1.2', '1.3', '1.4', '1.5'] as const

/** Only variables that begin so reach a browser. All of these tools replace `$NAME` in what they read. */
const FRAMEWORKS = {
  vite: 'VITE_',
  next: 'NEXT_PUBLIC_',
  nuxt: 'NUXT_PUBLIC_',
  expo: 'EXPO_PUBLIC_',
  cra: 'REACT_APP_',
  sveltekit: 'PUBLIC_',
  astro: 'PUBLIC_',
} as const

/** Which options a format takes; any other is refused. */
const TAKES: Readonly<Partial<Record<Output['format'], readonly (typeof OPTIONS)[number][]>>> = {
  amplify: ['version'],
  'amplify-ts': ['endpoint'],
  dotenv: ['prefix', 'framework'],
  json: ['endpoint'],
  shell: ['prefix'],
  typescript: ['endpoint'],
}

/** Between quotes: YAML would take 1.4 for a number, and 1.10 for 1.1. */
const version: Read<string> = (spot) => {
  text(() => undefined)(spot)
  return oneOf(...VERSIONS)(spot)
}

type OutputFields = Fields<(typeof OPTIONS)[number] | 'format' | 'path'>

function output(spot: Spot): Output {
  const found = fields(spot, ['format', 'path', ...OPTIONS])
  const format = found.required('format', oneOf(...FORMATS))
  for (const option of OPTIONS) {
    if (TAKES[format]?.includes(option)) continue
    found.optional(option, (value) => {
      throw refused(value, `means nothing for the format ${format}`, 'Remove it.')
    })
  }
  const path = posix.normalize(found.required('path', text(every(outputPath, ENDINGS[format] ?? (() => undefined)))))
  switch (format) {
    case 'amplify':
      return {format, path, version: found.optional('version', version)}
    case 'dotenv':
      return {format, path, ...dotenvPrefixOf(spot, found)}
    case 'shell':
      return {format, path, prefix: found.optional('prefix', text(dotenvPrefix)) ?? ''}
    case 'json':
    case 'typescript':
    case 'amplify-ts':
      return {format, path, endpoint: found.optional('endpoint', text(endpointUrl))?.replace(/\/$/, '')}
    default:
      return {format, path}
  }
}

const dart = pattern('end in .dart', /\.dart$/i, 'For example: lib/amplifyconfiguration.dart')
const typescript = pattern('end in .ts', /(?<!\.d)\.[cm]?ts$/i, 'For example: src/awsup.ts')
/** What a path must end in, for who reads it goes by that. */
const ENDINGS: Readonly<Partial<Record<Output['format'], Rule>>> = {
  'amplifyconfiguration-dart': dart,
  'amplify-ts': typescript,
  typescript,
  'aws-exports': pattern('end in .js or .ts', /(?<!\.d)\.[cm]?[jt]s$/i, 'For example: src/aws-exports.js'),
  tfvars: pattern('end in .tfvars or .tfvars.json', /\.tfvars(\.json)?$/i, 'For example: infra/awsup.auto.tfvars'),
}

function dotenvPrefixOf(spot: Spot, {optional}: OutputFields): {readonly prefix: string; readonly expands: boolean} {
  const prefix = optional('prefix', text(dotenvPrefix))
  const framework = optional('framework', oneOf('vite', 'next', 'nuxt', 'expo', 'cra', 'sveltekit', 'astro'))
  if (framework !== undefined) {
    optional('prefix', (value) => {
      throw refused(value, `is there beside framework, which means ${FRAMEWORKS[framework]}`, 'Keep one of them.')
    })
    return {prefix: FRAMEWORKS[framework], expands: true}
  }
  if (prefix === undefined) {
    throw refused(
      spot,
      'lacks framework or prefix',
      'Add framework: vite, or a prefix of your own such as prefix: APP_',
    )
  }
  return {prefix, expands: Object.values(FRAMEWORKS).some((known) => known === prefix)}
}
