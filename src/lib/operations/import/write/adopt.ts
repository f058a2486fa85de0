import {openCodeReader} from '../../../text/code/parse.js'
import {AwsupError, ConflictError} from '../../../base/errors.js'
import type {FoundOutput} from '../../../import/found.js'
import {writeOutput} from '../../../manifest/edit/imported.js'
import type {Output} from '../../../outputs/output.js'
import {findClients} from '../../../outputs/content/clients.js'
import {bucketNameOf, tableNameOf} from '../../../manifest/desired/data/names.js'
import type {Environment} from '../../../manifest/manifest.js'
import type {DataThing, EnvironmentIds} from '../../../outputs/content/ids.js'
import {locate, readPlace} from '../../../outputs/switch/place.js'
import type {Rendered} from '../../../outputs/formats/format.js'
import {renderOutput} from '../../../outputs/formats/registry.js'
import type {Told} from '../../../outputs/content/settings.js'
import type {Project} from '../../../project/project.js'
import {makeProject} from '../../../project/load/from-text.js'
import {settingsOf, toldOf} from '../../environments/environments.js'
import type {ImportedEnvironment} from '../imported.js'

/** The files of the application that `env switch` writes from now on. */
export interface Adopted {
  /** awsup.yaml with them. */
  readonly source: string
  readonly notes: readonly string[]
}

/**
 * Names files of the application below `outputs`: those that a switch can edit without losing what others wrote, which is
 * tried here as the switch does it. Writes nothing. What cannot be edited is noted, with the reason.
 */
export async function adoptOutputs(
  project: Project,
  environments: readonly ImportedEnvironment[],
  outputs: readonly FoundOutput[],
): Promise<Adopted> {
  const [first] = environments
  if (!first || outputs.length === 0) return {source: project.source, notes: []}
  const named = project.manifest.outputs.map(({path}) => path)
  if (/^outputs:/m.test(project.source)) {
    const missing = outputs.filter(({path}) => !named.includes(path))
    return {
      source: project.source,
      notes: missing.map(
        ({path, format}) =>
          `To have awsup env switch write ${path}, add to outputs: - { format: ${format}, path: ${path} }`,
      ),
    }
  }
  const readCode = await openCodeReader()
  let {source} = project
  const notes: string[] = []
  for (const found of outputs) {
    const candidate = writeOutput(source, {...found})
    try {
      const changed = makeProject(candidate, project)
      const output = changed.manifest.outputs.find(({path}) => path === found.path)
      const existing = readPlace(locate(project.root, found.path))
      if (!output || !existing) continue
      const named = ({userPoolId: id}: ImportedEnvironment): boolean => id !== undefined && existing.includes(id)
      const holder = environments.find(named) ?? first
      const {told, ids} = switchedTo(changed, holder)
      notes.push(
        ...describe(output, {existing, told, ids, rendered: renderOutput(output, {told, ids, existing, readCode})}),
      )
      source = candidate
    } catch (error) {
      if (!(error instanceof AwsupError)) throw error
      notes.push(notAdopted(found, error))
    }
  }
  return {source, notes}
}

const notAdopted = ({path}: FoundOutput, error: AwsupError): string =>
  `${path} is not added to outputs, and stays as it is when you switch environments: ${error.message}${error instanceof ConflictError && error.hint !== undefined ? `. ${error.hint}` : ''}`

/** As a switch to the environment will have it; ids that are still to be made do not matter here. */
function switchedTo(
  project: Project,
  imported: ImportedEnvironment,
): {readonly told: Told; readonly ids: EnvironmentIds} {
  const {environment, accountId, region, userPoolId = 'new', identityPoolId, clients} = imported
  const settings = settingsOf(project, environment)
  const {auth} = settings
  const unmade = [...auth.clients.keys()].map((name) => [name, 'new'] as const)
  return {
    told: toldOf(project, settings),
    ids: {
      ...thingsIn(project, {environment: settings, accountId}),
      ...{environment, accountId, region, userPoolId, target: project.target},
      identityPoolId: identityPoolId ?? 'new',
      userPoolClientIds: {...Object.fromEntries(unmade), ...clients},
    },
  }
}

/** The tables and buckets that awsup.yaml declares, as they are called in an environment. */
function thingsIn(
  {manifest}: Project,
  {environment, accountId}: {readonly environment: Environment; readonly accountId: string},
): Pick<EnvironmentIds, 'tables' | 'buckets'> {
  const within = {manifest, environment}
  const tables = [...manifest.data.tables].map(([key, one]): [string, DataThing] => {
    const name = tableNameOf(key, one, within)
    return [key, {name, arn: `arn:aws:dynamodb:${environment.region}:${accountId}:table/${name}`}]
  })
  const buckets = [...manifest.data.buckets].map(([key, one]): [string, DataThing] => {
    const name = bucketNameOf(key, one, within).replace('{account}', accountId)
    return [key, {name, arn: `arn:aws:s3:::${name}`}]
  })
  return {
    ...(tables.length > 0 && {tables: Object.fromEntries(tables)}),
    ...(buckets.length > 0 && {buckets: Object.fromEntries(buckets)}),
  }
}

interface Tried {
  readonly existing: Buffer
  readonly told: Told
  readonly ids: EnvironmentIds
  readonly rendered: Rendered
}

function describe(output: Output, {existing, told, ids, rendered}: Tried): readonly string[] {
  const {path, format} = output
  const kept = format === 'amplify' ? 'its auth section' : 'the ids and settings of sign-in'
  const {main: first, others: rest} = findClients(told.settings, ids)
  const main = [first, ...rest].find((client) => client && rendered.content.includes(client.id))
  const others = Object.entries(ids.userPoolClientIds).filter(([, id]) => id !== main?.id && existing.includes(id))
  return [
    `awsup env switch edits ${path} from now on: ${kept} alone. Everything else in it stays, the same for every environment.`,
    ...(main && !existing.includes(main.id)
      ? others.map(
          ([name, id]) =>
            `${path} names the app client ${id} (${name}), and awsup env switch writes ${main.id} (${main.name}), the one for front ends.`,
        )
      : []),
    ...(/AppClientSecret/.test(existing.toString('latin1')) && rendered.part !== 'whole'
      ? [
          `${path} holds an AppClientSecret, which stays: it fits only the app client that it was made for. Remove it where the client that awsup writes keeps no secret.`,
        ]
      : []),
  ]
}
