import {ConflictError, UsageError} from '../../../base/errors.js'
import {regionOf} from '../../../import/found.js'
import {MODELINE} from '../../../manifest/edit/modeline.js'
import {writeImported} from '../../../manifest/edit/imported.js'
import type {Written} from '../../../manifest/edit/block.js'
import {yamlText} from '../../../manifest/edit/text.js'
import {isLive} from '../../../manifest/edit/write.js'
import {loadProject, makeProject, type Project, type Target} from '../../../project/project.js'
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
  requests: readonly ImportRequest[],
): {readonly base: ImportBase; readonly project: Project} {
  const isNew = !hasManifest(root)
  const source = isNew ? firstText(project ?? '', target, OF_POOLS) : loadProject({root, target}).source
  const there = isNew ? undefined : makeProject(source, {root, target})
  if (there && project !== undefined && project !== there.manifest.project) {
    throw new UsageError(`--project says ${project}, but awsup.yaml says ${there.manifest.project}`, {
      hint: 'Leave --project out: awsup.yaml is what counts.',
    })
  }
  const text = requests.reduce((before, request) => {
    const settings = sectionOf({
      region: regionOf(request.userPoolId),
      ...(there?.manifest.environments.has(request.environment) === true
        ? {}
        : {account: accountSetting(request, undefined)}),
    })
    return writeImported(before, {name: request.environment, settings})
  }, source)
  return {base: {source, isNew}, project: asked(() => makeProject(text, {root, target}))}
}

const OF_POOLS = 'each in the account where its user pool was; a new one gets an account of its own'

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

const accountSetting = ({accountId, accessRole}: ImportRequest, caller: string | undefined): Written => {
  if (accountId === undefined || accountId === caller) return 'management'
  return accessRole === undefined ? accountId : {id: accountId, role: accessRole}
}

interface Around {
  readonly before: ImportBase
  readonly known: readonly Recorded[]
  /** Account of the credentials. */
  readonly caller: string
}

/** In which account a pool is, and how that is written. Throws ConflictError where awsup.yaml or a record says otherwise. */
export function placeFor(
  request: ImportRequest,
  {before, known, caller}: Around,
): {readonly accountId: string; readonly settings: Section} {
  const {environment, userPoolId} = request
  const region = regionOf(userPoolId)
  const there = before.isNew
    ? undefined
    : makeProject(before.source, {root: '', target: undefined}).manifest.environments.get(environment)
  if (there && there.region !== region) {
    throw new ConflictError(`environments.${environment} is in ${there.region}, and the user pool in ${region}`, {
      hint: 'Take it into an environment of another name: --env',
    })
  }
  const recorded = known.find(({address}) => address === `${environment}.account`)
  const written = there?.account?.id === 'management' ? caller : there?.account?.id
  const accountId = recorded?.id ?? written ?? request.accountId ?? caller
  if (request.accountId !== undefined && request.accountId !== accountId) {
    throw new ConflictError(`${environment} is in account ${accountId}, and the user pool in ${request.accountId}`, {
      code: 'WRONG_ACCOUNT',
      hint: 'An environment has one account: take the pool into an environment of another name: --env',
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
