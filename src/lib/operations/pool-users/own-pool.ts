import {DescribeIdentityPoolCommand} from '@aws-sdk/client-cognito-identity'
import {DescribeUserPoolCommand} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Clients} from '../../aws/clients/clients.js'
import type {Engine} from '../../engine/engine.js'
import {ConflictError} from '../../base/errors.js'
import type {EnvironmentIds} from '../../outputs/content/ids.js'
import {ownerIn, requireOwn} from '../../project/ownership.js'
import type {Project} from '../../project/project.js'

/**
 * Opens an environment's account for work on its users or their secrets: the user pool's own tags have to say that it is
 * the environment's, for a record may be another one's. Throws ConflictError `WRONG_ENVIRONMENT`, and `GONE` where the
 * account has no such pool.
 */
export async function openOwnPool(engine: Engine, project: Project, ids: EnvironmentIds): Promise<Clients> {
  const {userPoolId: UserPoolId, environment, accountId, region} = ids
  const clients = await engine.open(accountId, region)
  const found = await absentWhen('ResourceNotFoundException', () =>
    clients.cognito.send(new DescribeUserPoolCommand({UserPoolId})),
  )
  const what = `user pool ${UserPoolId}`
  if (!found) throw gone(what, environment)
  requireOwn(what, found.UserPool?.UserPoolTags, {...ownerIn(project, environment), fix: fixFor(environment)})
  return clients
}

/** The same of the identity pool. */
export async function requireOwnIdentityPool(
  {identity}: Clients,
  project: Project,
  ids: EnvironmentIds,
): Promise<void> {
  const {identityPoolId: IdentityPoolId, environment} = ids
  const found = await absentWhen('ResourceNotFoundException', () =>
    identity.send(new DescribeIdentityPoolCommand({IdentityPoolId})),
  )
  const what = `identity pool ${IdentityPoolId}`
  if (!found) throw gone(what, environment)
  requireOwn(what, found.IdentityPoolTags, {...ownerIn(project, environment), fix: fixFor(environment)})
}

const fixFor = (environment: string): string =>
  `If it is the right pool, awsup apply --env ${environment} gives it its tags back.`

const gone = (what: string, environment: string): ConflictError =>
  new ConflictError(`${what} is on record as that of ${environment}, and its account has no such pool`, {
    code: 'GONE',
    hint: `Look for the right one: awsup refresh --env ${environment}`,
    details: {what, environment},
  })
