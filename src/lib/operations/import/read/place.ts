import {ConflictError, UsageError} from '../../../base/errors.js'
import {regionOf} from '../../../import/found.js'
import type {DataRequest} from '../data/request.js'
import {MODELINE} from '../../../manifest/edit/modeline.js'
import {writeImported} from '../../../manifest/edit/imported.js'
import type {Written} from '../../../manifest/edit/block.js'
import {yamlText} from '../../../manifest/edit/text.js'
import {isLive} from '../../../manifest/edit/write.js'
import type {Project, Target} from '../../../project/project.js'
import {loadProject, makeProject} from '../../../project/load/from-text.js'
import type {Recorded} from '../../../records/records.js'
import {asked} from '../../asked.js'
import {hasManifest} from '../../init/init.js'
import {sectionOf, type Section} from '../write/pool.js'

/** A pool that is to be taken into an environment. */
export interface ImportRequest {
  readonly environment: string
  readonly userPoolId: string
  readonly identityPoolId: string | undefined
  /** Key in awsup.yaml → id. */
  readonly clients: Readonly<Record<string, string>>
  /** Twelve digits; absent where nobody says, and the account of the credentials is meant. */
  readonly accountId: string | undefined
  /** The role to enter that account by, where it is not AWS's own. */
  readonly accessRole: string | undefined
}

/** awsup.yaml before anything is taken in. */
export interface ImportBase {
  /** With no environment in it where it is new. */
  readonly source: string
  readonly isNew: boolean
}

/**
 * The project to begin with: the one that exists, or a new one. Its environments are known by their places alone, so
 * that a session can be opened. Throws UsageError on a name or an id that cannot be.
 */
export function openImport(
  {
    root,
    target,
    project,
  }: {readonly root: string; readonly target: Target | undefined; readonly project: string | undefined},
  requests: readonly (ImportRequest | DataRequest)[],
): {readonly base: ImportBase; readonly project: Project} {
  const isNew = !hasManifest(root)
  const source = isNew ? firstText(project ?? '', target, AS_IT_WAS) : loadProject({root, target}).source
  const there = isNew ? undefined : makeProject(source, {root, target})
  if (there && project !== undefined && project !== there.manifest.project) {
    throw new UsageError(`--project says ${project}, but awsup.yaml says ${there.manifest.project}`, {
      hint: 'Leave --project out: awsup.yaml is what counts.',
    })
  }
  const text = requests.reduce((before, request) => {
    const settings = sectionOf({
      region: 'sort' in request ? request.region : regionOf(request.userPoolId),
      ...(there?.manifest.environments.has(request.environment) === true
        ? {}
        : {account: accountSetting(request, undefined)}),
    })
    return writeImported(before, {name: request.environment, settings})
  }, source)
  return {base: {source, isNew}, project: asked(() => makeProject(text, {root, target}))}
}

const AS_IT_WAS = 'each in the account where what is imported was; a new one gets an account of its own'

/** A first awsup.yaml with no environment in it yet; `comment` says what its environments are. Pure. */
export const firstText = (
  project: string,
  target: Target | undefined,
  comment: string,
): string => `${MODELINE}# What you want. \`awsup plan\` shows what would change, \`awsup apply\` makes it so.
version: 1
project: ${yamlText(project)}
${target === 'sandbox' ? 'target: sandbox # no AWS account is used; remove this line to use AWS\n' : ''}environments: # ${comment}
`

const accountSetting = (
  {accountId, accessRole}: Pick<ImportRequest, 'accountId' | 'accessRole'>,
  caller: string | undefined,
): Written => {
  if (accountId === undefined || accountId === caller) return 'management'
  return accessRole === undefined ? accountId : {id: accountId, role: accessRole}
}

/** What an import begins with. */
export interface Around {
  readonly before: ImportBase
  readonly known: readonly Recorded[]
  /** Account of the credentials. */
  readonly caller: string
}

/** Something that is to be taken into an environment: which one, and where it is. */
interface Placed extends Pick<ImportRequest, 'environment' | 'accountId' | 'accessRole'> {
  /** `user pool`, `table`, `bucket` */
  readonly what: string
  readonly region: string
}

/** In which account something is, and how that is written. Throws ConflictError where awsup.yaml or a record says otherwise. */
export function placeFor(
  request: Placed,
  {before, known, caller}: Around,
): {readonly accountId: string; readonly settings: Section} {
  const {environment, region, what} = request
  const there = before.isNew
    ? undefined
    : makeProject(before.source, {root: '', target: undefined}).manifest.environments.get(environment)
  if (there && there.region !== region) {
    throw new ConflictError(`environments.${environment} is in ${there.region}, and the ${what} in ${region}`, {
      hint: 'Take it into an environment of another name: --env',
    })
  }
  const recorded = known.find(({address}) => address === `${environment}.account`)
  const written = there?.account?.id === 'management' ? caller : there?.account?.id
  const accountId = recorded?.id ?? written ?? request.accountId ?? caller
  if (request.accountId !== undefined && request.accountId !== accountId) {
    throw new ConflictError(`${environment} is in account ${accountId}, and the ${what} in ${request.accountId}`, {
      code: 'WRONG_ACCOUNT',
      hint: `An environment has one account: take the ${what} into an environment of another name: --env`,
      details: {environment, accountId, poolAccountId: request.accountId},
    })
  }
  // An account that was made for it, or that is written, is not written again. One that is on record alone is of an import
  // that was killed before awsup.yaml said it.
  const account =
    recorded?.kind === 'account' || written !== undefined ? undefined : accountSetting({...request, accountId}, caller)
  return {
    accountId,
    settings: sectionOf({region, account, protected: !there && isLive(environment) ? true : undefined}),
  }
}
