import {
  DescribeUserPoolClientCommand,
  type CognitoIdentityProviderClient,
  type UserPoolClientDescription,
} from '@aws-sdk/client-cognito-identity-provider'
import type {Opening} from '../../../access/openings/opening.js'
import {absentWhen} from '../../../aws/calls/absent.js'
import {STANDARD_ATTRIBUTES} from '../../../manifest/rules/pool.js'
import {acceptBy, type Known} from './known.js'

interface Asked extends Known {
  /** Whether app clients that awsup.yaml declares are looked at as well. */
  readonly all: boolean
  readonly cognito: CognitoIdentityProviderClient
}

/**
 * App clients through which users write a claim that rules go by: it counts whichever client they sign in with
 * afterwards. A client that names no attributes writes the standard ones (Cognito API reference, UserPoolClientType).
 */
export async function findClients(
  clients: readonly UserPoolClientDescription[],
  {all, cognito, userPoolId: UserPoolId, ...known}: Asked,
): Promise<readonly Opening[]> {
  if (known.trusted.size === 0) return []
  const own = new Set(Object.values(known.userPoolClientIds))
  const looked = clients.filter(({ClientId = ''}) => all || !own.has(ClientId))
  const found = await Promise.all(
    looked.map(async ({ClientId = '', ClientName = ''}) => {
      const answer = await absentWhen('ResourceNotFoundException', () =>
        cognito.send(new DescribeUserPoolClientCommand({UserPoolId, ClientId})),
      )
      const writes: readonly string[] = answer?.UserPoolClient?.WriteAttributes ?? STANDARD_ATTRIBUTES
      const written = [...known.trusted].filter((claim) => writes.includes(claim)).sort()
      if (!answer || written.length === 0) return []
      return [openingOf({id: ClientId, name: ClientName, written, isOwn: own.has(ClientId)}, known)]
    }),
  )
  return found.flat()
}

interface Writing {
  readonly id: string
  readonly name: string
  readonly written: readonly string[]
  readonly isOwn: boolean
}

function openingOf({id, name, written, isOwn}: Writing, {environment}: Pick<Known, 'environment'>): Opening {
  const subject = `client ${id}`
  const claims = written.join(' and ')
  return {
    subject,
    problem: `(${name}) lets users write ${claims}, and access rules go by that`,
    fix: isOwn
      ? `Take it out: awsup apply --env ${environment.name}`
      : `Take ${claims} out of its WriteAttributes, or declare the client under auth.clients; or ${acceptBy(subject)}`,
  }
}
