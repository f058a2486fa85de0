import {existsSync, readdirSync} from 'node:fs'
import path from 'node:path'
import type {ReadCode} from '../../text/code/code.js'
import {findDartText} from '../../text/code/dart.js'
import {openCodeReader} from '../../text/code/parse.js'
import {UsageError} from '../../base/errors.js'
import {readAmplifyGen1} from '../../import/amplify-gen1.js'
import {readAmplifyGen2} from '../../import/amplify-gen2.js'
import {isResourcesConfig, readResourcesConfig} from '../../import/amplify-resources.js'
import {isNativeConfig, readNativeConfig} from '../../import/amplify-native.js'
import {readAwsExports, readMobileConfig} from '../../import/aws-exports.js'
import {mergePools, type Found, type FoundOutput} from '../../import/found.js'
import {openJson, requireSize, type Part} from '../../import/part.js'
import {filesBelow, namedBelow} from './read/below.js'
import {isFile, isFolder, loadText, requirePools} from './read/load.js'

/** Where Amplify writes what front ends read: below the folders that its own project names, and the usual ones. */
const FOLDERS = [
  ...['src', '', 'lib', 'app', 'public', 'src/assets', 'src/app'],
  ...['app/src/main/res/raw', 'android/app/src/main/res/raw', 'ios'],
]
const GEN2 = ['json', 'dart', 'ts', 'mjs', 'js'].map((ending) => `amplify_outputs.${ending}`)
const GEN1 = [
  ...['js', 'ts', 'mjs', 'cjs', 'mts', 'cts', 'jsx', 'tsx', 'json'].map((ending) => `aws-exports.${ending}`),
  ...['json', 'dart', 'ts', 'mjs'].map((ending) => `amplifyconfiguration.${ending}`),
  'awsconfiguration.json',
]

/**
 * What Amplify made: a project of Gen 1 or Gen 2, or one of its files. Throws UsageError where there is none of it, or where
 * a file cannot be read.
 */
export async function readAmplify(target: string, root: string): Promise<Found> {
  if (!existsSync(target))
    throw new UsageError(`there is no ${target}`, {hint: 'Name the folder of the Amplify project.'})
  const readCode = await openCodeReader()
  const found = isFolder(target) ? readFolder(target, readCode) : readFile(target, readCode)
  if (!found) throw nothingIn(target)
  const outputs = found.outputs.flatMap((output) => withinProject(output, root))
  return requirePools({...found, outputs}, target)
}

function nothingIn(folder: string): UsageError {
  const found = filesBelow(folder, /^(aws-exports\.|amplify_outputs\.|amplifyconfiguration|amplify-meta\.json$)/)
  const isGen2 = ['ts', 'js'].some((ending) => isFile(path.join(folder, 'amplify', `backend.${ending}`)))
  const made = isGen2 ? '. The ids of a backend of Gen 2 come to a file with: npx ampx generate outputs' : ''
  return new UsageError(`there is nothing of Amplify in ${folder}`, {
    hint: `It is known by amplify_outputs.json (Gen 2), amplify/backend/amplify-meta.json, aws-exports.js or amplifyconfiguration.json (Gen 1)${made}${namedBelow(
      found.map((name) => path.join(folder, name)),
      'awsup import amplify',
    )}`,
  })
}

function readFolder(named: string, readCode: ReadCode): Found | undefined {
  const isBackend = ['team-provider-info.json', 'backend/amplify-meta.json'].some((name) =>
    isFile(path.join(named, name)),
  )
  const folder = isBackend && path.basename(path.resolve(named)) === 'amplify' ? path.join(named, '..') : named
  const folders = [...new Set([...namedFolders(folder), ...FOLDERS])]
  const filesOf = (names: readonly string[]): readonly string[] => [
    ...new Set(folders.flatMap((below) => names.map((name) => path.join(folder, below, name))).filter(isFile)),
  ]
  const gen2 = filesOf(GEN2).map((file) => [file, readFile(file, readCode)] as const)
  const gen1 = filesOf(GEN1).map((file) => [file, readFile(file, readCode)] as const)
  const [newest] = gen2
  if (newest) return withOutputs(newest[1], [...gen2.slice(1), ...gen1])
  const files = {
    team: findJson(folder, 'amplify/team-provider-info.json'),
    meta:
      findJson(folder, 'amplify/backend/amplify-meta.json') ??
      findJson(folder, 'amplify/#current-cloud-backend/amplify-meta.json'),
    local: findJson(folder, 'amplify/.config/local-env-info.json'),
    inputs: inputsBelow(folder),
  }
  if (files.team ?? files.meta ?? files.inputs[0]) {
    return withOutputs(readAmplifyGen1({...files, written: gen1.flatMap(([, found]) => found.pools)}), gen1)
  }
  const [first, ...others] = gen1
  return first && withOutputs(first[1], others)
}

/** With the files that name one of its pools; one of another pool is named, and stays as it is. */
function withOutputs(found: Found, files: readonly (readonly [file: string, found: Found])[]): Found {
  const ids = found.pools.map(({userPoolId}) => userPoolId)
  const isOurs = ({pools}: Found): boolean => pools.some(({userPoolId}) => ids.includes(userPoolId))
  const others = files.filter(([, one]) => !isOurs(one))
  return {
    pools: mergePools([...found.pools, ...files.flatMap(([, one]) => (isOurs(one) ? one.pools : []))]),
    outputs: [...found.outputs, ...files.flatMap(([, one]) => (isOurs(one) ? one.outputs : []))],
    notes: [
      ...new Set([...found.notes, ...files.flatMap(([, one]) => (isOurs(one) ? one.notes : []))]),
      ...others.map(([file, {pools}]) => {
        const [pool] = pools
        return `${file} ${pool ? `is of another user pool, ${pool.userPoolId},` : 'names no user pool'} and stays as it is.`
      }),
    ],
  }
}

/** As `amplify/.config/project-config.json` names them. */
function namedFolders(folder: string): readonly string[] {
  const config = findJson(folder, 'amplify/.config/project-config.json')
  const named = [
    config?.at('javascript').at('config').at('SourceDir').value,
    config?.at('flutter').at('config').at('ResDir').value,
    ...(typeof config?.at('android').at('config').at('ResDir').value === 'string'
      ? [`${String(config.at('android').at('config').at('ResDir').value)}/raw`]
      : []),
  ]
  return named.flatMap((below) => (typeof below === 'string' ? [path.normalize(below)] : []))
}

function inputsBelow(folder: string): readonly (readonly [file: string, part: Part])[] {
  const auth = path.join(folder, 'amplify/backend/auth')
  if (!isFolder(auth)) return []
  return readdirSync(auth, {withFileTypes: true})
    .filter((entry) => entry.isDirectory())
    .flatMap(({name}) =>
      readdirSync(path.join(auth, name)).map((file) => path.join('amplify/backend/auth', name, file)),
    )
    .filter((file) => /(cli-inputs|parameters)\.json$/.test(file))
    .flatMap((file) => {
      const part = findJson(folder, file)
      return part ? [[file, part] as const] : []
    })
}

function readFile(file: string, readCode: ReadCode): Found {
  const text = loadText(file)
  requireSize(file, text.length)
  if (/\.([cm]?[jt]s|[jt]sx)$/.test(file)) return readAwsExports(file, readCode(file, text))
  if (!file.endsWith('.dart')) return readJson(file, openJson(file, text))
  const found = readJson(file, openJson(file, findDartText(file, text).json))
  return {...found, outputs: dartOutputs(found.outputs), notes: [...found.notes, ...dartNotes(file, found.outputs)]}
}

/** Files of a backend, by name; a file of anything else has its own shape. */
function readJson(file: string, root: Part): Found {
  const nothing = {team: undefined, meta: undefined, local: undefined, inputs: [], written: []}
  if (path.basename(file) === 'amplify-meta.json') return readAmplifyGen1({...nothing, meta: root})
  if (path.basename(file) === 'team-provider-info.json') return readAmplifyGen1({...nothing, team: root})
  if (isResourcesConfig(root)) return readResourcesConfig(file, root)
  if (isNativeConfig(root)) return readNativeConfig(file, root, 'amplifyconfiguration')
  return root.entries().some(([name]) => name.startsWith('aws_'))
    ? readMobileConfig(file, root, 'amplifyconfiguration')
    : readAmplifyGen2(file, root)
}

const dartOutputs = (outputs: readonly FoundOutput[]): readonly FoundOutput[] =>
  outputs.flatMap((output) =>
    output.format === 'amplifyconfiguration' ? [{...output, format: 'amplifyconfiguration-dart' as const}] : [],
  )

const dartNotes = (file: string, outputs: readonly FoundOutput[]): readonly string[] =>
  outputs.some(({format}) => format === 'amplify')
    ? [`awsup does not write ${file}: change the ids in it yourself when you switch environments.`]
    : []

function findJson(folder: string, name: string): Part | undefined {
  const file = path.join(folder, name)
  return isFile(file) ? openJson(file, loadText(file)) : undefined
}

/** awsup writes below its own folder only. */
function withinProject(output: FoundOutput, root: string): readonly FoundOutput[] {
  const relative = path.relative(root, path.resolve(output.path))
  return relative.startsWith('..') || path.isAbsolute(relative)
    ? []
    : [{...output, path: relative.split(path.sep).join('/')}]
}
