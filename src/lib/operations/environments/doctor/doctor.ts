import {notAccepted} from '../../../access/openings/opening.js'
import {explain} from '../../../aws/calls/refusals.js'
import {makeMemo} from '../../../aws/memo.js'
import {AwsupError} from '../../../base/errors.js'
import {hideSecretsIn} from '../../../text/hide-secrets.js'
import {requireEnvironment, type Project, type Target} from '../../../project/project.js'
import {makeSealer} from '../../../records/journal/seal.js'
import {openSession, type Session, type SessionOptions} from '../../../project/session.js'
import {readDrift} from '../../changes/drift.js'
import {adviceFor} from '../../../records/files/held.js'
import {currentEnvironment, findIds} from '../environments.js'
import {checkShell} from './shell.js'
import {checkSignIn, MAX_KEY_AGE_DAYS} from './sign-in.js'
import {previewSwitch, type Previewed} from '../switch/switch.js'
import {describeLeft, describeOverruled} from '../switch/words.js'
import {findOpenings} from '../../access/openings/openings.js'
import {findForeignJournals} from '../switch/foreign-journals.js'
import {loadStatus} from '../../status/status.js'
import {findLeftOutputs} from '../switch/plan.js'
import type {Finding} from './finding.js'

/** What `env doctor` tells. */
export interface Diagnosis {
  readonly environment: string
  readonly target: Target
  /** Whether AWS (or the sandbox) was asked. */
  readonly askedAws: boolean
  readonly findings: readonly Finding[]
}

export interface DoctorOptions {
  /** The current environment where none is named. */
  readonly environment: string | undefined
  /** Files, records and the shell alone. */
  readonly offline: boolean
  /** Of the shell. */
  readonly variables: Readonly<Record<string, string | undefined>>
  /** Days after which an access key is old; `MAX_KEY_AGE_DAYS` when absent. */
  readonly maxKeyAgeDays?: number | undefined
}

/** Files against records, records against AWS, work that was left, and traps of the shell. Changes nothing. */
export async function diagnose(project: Project, asked: DoctorOptions, options: SessionOptions): Promise<Diagnosis> {
  const environment = requireEnvironment(project, asked.environment ?? currentEnvironment(project).name)
  const {variables} = asked
  const preview = makeMemo((name) => previewOf(project, name, variables))
  const local = [
    ...(await explained('records', environment, () => checkRecords(project, environment))),
    ...(await explained('files', environment, async () =>
      checkFiles(project, environment, await preview(environment)),
    )),
    ...(await explained('files', environment, () => checkLeft(project))),
    ...(await explained('files', environment, async () => checkOverruled(await preview(environment)))),
    ...(await explained('work', '.awsup', () => checkForeign(project))),
    ...(await explained('work', '.awsup', () => checkWork(project, options))),
    ...checkShell(project, environment, {variables: asked.variables, profile: options.profile}),
  ]
  const {maxKeyAgeDays = MAX_KEY_AGE_DAYS} = asked
  const remote = asked.offline
    ? []
    : await explained('aws', environment, () => checkAws(project, {environment, maxKeyAgeDays}, options))
  return {environment, target: project.target, askedAws: !asked.offline, findings: [...local, ...remote].filter(isNew)}
}

/** What stops several checks is told once; what is wrong with several files is told of each. */
const isNew = ({about, subject, problem, fix}: Finding, index: number, all: readonly Finding[]): boolean =>
  !all
    .slice(0, index)
    .filter((other) => other.problem === problem && other.fix === fix)
    .some((other) => other.about !== about || other.subject === subject)

/** What the check could not get past is what it found. */
async function explained(
  about: Finding['about'],
  subject: string,
  check: () => readonly Finding[] | Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await check()
  } catch (thrown) {
    const error = explain(thrown) ?? thrown
    if (!(error instanceof AwsupError)) throw error
    const said = {problem: error.message, fix: error.hint ?? 'Run awsup status.'}
    return [{about, subject, ...hideSecretsIn(said, process.env)}]
  }
}

function checkRecords(project: Project, name: string): readonly Finding[] {
  if (findIds(project, name)) return []
  const problem = `has no ids on record (target ${project.target})`
  return [{about: 'records', subject: name, problem, fix: `awsup apply --env ${name}`}]
}

/** What switching to it would change; `undefined` where it has no ids. */
const previewOf = async (
  project: Project,
  name: string,
  variables: DoctorOptions['variables'],
): Promise<Previewed | undefined> => findIds(project, name) && (await previewSwitch(project, name, {variables}))

async function checkFiles(project: Project, name: string, preview: Previewed | undefined): Promise<readonly Finding[]> {
  const wrong = preview?.files.filter(({changed}) => changed) ?? []
  if (wrong.length === 0) return []
  const whole = [...project.manifest.environments.keys()].filter((other) => other !== name && isWhole(project, other))
  const others = await Promise.all(
    whole.map(async (other) => ({other, files: (await previewSwitch(project, other)).files})),
  )
  return wrong.map(({path, before}) => {
    const holder = others.find(({files}) => files.some((file) => file.path === path && !file.changed))?.other
    const problem =
      before === ''
        ? 'does not exist'
        : holder === undefined
          ? 'is not as the records say: it was edited, or is older than they are'
          : `holds the ids of ${holder}`
    return {about: 'files', subject: path, problem, fix: `awsup env switch ${name}`}
  })
}

/** What awsup wrote and awsup.yaml no longer names. */
async function checkLeft(project: Project): Promise<readonly Finding[]> {
  return (await findLeftOutputs(project, makeSealer(project.root))).map(({path, without}) => ({
    about: 'files',
    subject: path,
    ...describeLeft(without === 'changed' ? 'changed' : 'left'),
  }))
}

/** Where an application reads something else than the outputs. */
const checkOverruled = (preview: Previewed | undefined): readonly Finding[] =>
  (preview?.overruled ?? []).map((found) => ({
    about: found.by === 'shell' ? 'shell' : 'files',
    ...describeOverruled(found),
  }))

function checkForeign(project: Project): readonly Finding[] {
  const found = findForeignJournals(project)
  return (found?.files ?? []).map((subject) => ({
    about: 'work',
    subject,
    problem: found?.problem ?? '',
    fix: found?.fix ?? '',
  }))
}

/** An environment that is made in part only has no files to compare with. */
function isWhole(project: Project, name: string): boolean {
  try {
    return findIds(project, name) !== undefined
  } catch (error) {
    if (error instanceof AwsupError) return false
    throw error
  }
}

async function checkWork(project: Project, options: SessionOptions): Promise<readonly Finding[]> {
  const {lock, underWay, failed, interruptedSwitch, misplaced} = await loadStatus(project, options)
  const about = 'work'
  return [
    ...(lock
      ? [
          {
            about,
            subject: 'lock',
            problem: `held by ${lock.who} on ${lock.where} since ${lock.since}`,
            fix: adviceFor(lock),
          } as const,
        ]
      : []),
    ...underWay.map(
      ({address, since}) =>
        ({
          about,
          subject: address,
          problem: `was begun at ${since} and is not on record yet`,
          fix: 'awsup apply finishes it',
        }) as const,
    ),
    ...failed.map(
      ({address, message, hint}) => ({about, subject: address, problem: message, fix: hint ?? 'awsup apply'}) as const,
    ),
    ...misplaced.map(({address, problem, hint}) => ({about: 'records', subject: address, problem, fix: hint}) as const),
    ...(interruptedSwitch
      ? [
          {
            about,
            subject: 'env switch',
            problem: 'was interrupted: some files may be of one environment and some of another',
            fix: `${interruptedSwitch.command ?? 'awsup env switch <name>'} finishes it`,
          } as const,
        ]
      : []),
  ]
}

async function checkAws(
  project: Project,
  {environment: name, maxKeyAgeDays}: {readonly environment: string; readonly maxKeyAgeDays: number},
  options: SessionOptions,
): Promise<readonly Finding[]> {
  const session = await openSession(project, options)
  const {drifted} = await readDrift(session, {environments: [name]})
  const drift = drifted.map(({address, id, state, changes, apply, reason, hint}) => ({
    about: 'aws' as const,
    subject: address,
    problem: `${STATE[state]} (${id})${reason === undefined ? '' : `: ${reason}`}${changes.length > 0 ? `: ${changes.map(({field}) => field).join(', ')}` : ''}`,
    fix: hint ?? (apply === 'refuse' || apply === 'nothing' ? 'awsup drift says more' : `awsup apply --env ${name}`),
  }))
  return [...drift, ...(await checkOpenings(session, name)), ...(await checkSignIn(session, name, maxKeyAgeDays))]
}

/** What the pools have beyond awsup.yaml, and could open more than its access rules mean. */
async function checkOpenings(session: Session, name: string): Promise<readonly Finding[]> {
  const ids = findIds(session.project, name)
  const openings = ids ? notAccepted(await findOpenings(session, ids)) : []
  return openings.map(({subject, problem, fix}) => ({about: 'aws', subject, problem, fix}))
}

const STATE = {
  changed: 'is not as awsup.yaml says',
  gone: 'is gone from AWS',
  another: 'stands for another one now',
  untagged: 'has lost its awsup tags',
  refused: 'is not to be touched',
  several: 'is not the only one',
  'left-out': 'is no longer in awsup.yaml',
} as const
