import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
  type ClientSecretDescriptorType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Clients} from '../../aws/clients/clients.js'
import {isForeign, sortFailure} from '../../aws/calls/failures.js'
import {AwsRefusedError, ConflictError, UsageError} from '../../base/errors.js'
import {show} from '../../manifest/read/show.js'
import {requireEnvironments, type Project} from '../../project/project.js'
import type {Intent} from '../../records/records.js'
import {secretArnOf} from '../../resources/cognito/app-client/secret.js'
import type {Session} from '../../project/session.js'
import {requireIds} from '../environments/environments.js'
import {beginErrand, endErrands, findBegun, isOfRun, sendFor, type Errand} from '../changes/errands.js'
import {openOwnPool} from '../pool-users/own-pool.js'
import {unfinished} from '../changes/unfinished.js'

/** Which client of which environment. */
export interface ClientChoice {
  readonly client: string
  readonly environment: string
}

/** What `auth client rotate-secret` did. */
export interface SecretRotation extends ClientChoice {
  readonly clientId: string
  /** `begun`: two secrets are good; `finished`: the newer one alone; `cancelled`: the older one alone. */
  readonly state: 'begun' | 'finished' | 'cancelled'
  /** Shown this once, when one was made and goes into no file. */
  readonly secret?: string
  readonly secretsFile?: string
}

/** What `auth client secret` tells. */
export interface ClientSecret extends ClientChoice {
  readonly clientId: string
  /** How many secrets are good now: two while a rotation is under way, of which this is the one that AWS tells. */
  readonly secrets: number
  /** Absent where it was written to a file. */
  readonly secret?: string
  readonly secretsFile?: string
}

/** Throws UsageError for a client that has no secret to rotate, before anybody is called. */
export function requireSecretClient(project: Project, {client, environment}: ClientChoice): void {
  requireEnvironments(project, [environment])
  const clients = project.manifest.environments.get(environment)?.auth.clients
  const found = clients?.get(client)
  if (found && (found.type === 'server' || found.type === 'machine')) return
  const having = [...(clients ?? [])].filter(([, {type}]) => type === 'server' || type === 'machine')
  const names = having.map(([name]) => name).join(', ')
  throw new UsageError(
    found
      ? `the app client ${show(client)} is of type ${found.type}, which has no secret`
      : `${environment} has no app client ${show(client)}`,
    {hint: names === '' ? 'No client here has one.' : `Those with a secret: ${names}.`, details: {argument: 'client'}},
  )
}

/** The field of the JSON that Cognito keeps in Secrets Manager (botocore 1.44.8, UserPoolClientType). */
const MANAGED_FIELD = 'clientSecretValue'

/**
 * The secret that AWS made with the client: DescribeUserPoolClient answers it, or where Secrets Manager has it. Only
 * reads.
 */
export async function readClientSecret(session: Session, choice: ClientChoice): Promise<ClientSecret> {
  const {aws, cognito, client} = await openNamed(session, choice)
  const {UserPoolClient} = await cognito.send(new DescribeUserPoolClientCommand(client))
  const managed = secretArnOf(UserPoolClient)
  const secret =
    managed === undefined
      ? UserPoolClient?.ClientSecret
      : await aws.readSecret({secretsManager: managed, key: MANAGED_FIELD})
  if (secret === undefined) {
    throw new ConflictError(`${choice.client} in ${choice.environment} has no secret on AWS`, {
      code: 'NO_SECRET',
      hint: `See how it differs from awsup.yaml: awsup plan --env ${choice.environment}`,
    })
  }
  return {...choice, clientId: client.ClientId, secrets: await countSecrets({cognito, client}), secret}
}

/** How many are good now; 1 where nobody says: the list is an action of its own, and newer than other servers. */
async function countSecrets(named: Pick<Named, 'cognito' | 'client'>): Promise<number> {
  try {
    return (await listSecrets(named)).length
  } catch (error) {
    if (sortFailure(error) === 'refused' || (error instanceof Error && isForeign(error))) return 1
    throw error
  }
}

/** A rotation that began, and the errand to end once its secret was shown. */
export interface BegunRotation {
  readonly rotation: SecretRotation
  readonly errand: Errand
}

/**
 * Makes a second secret; the one in use stays good. A secret that a run made and did not live to show is made again.
 * Throws ConflictError when there are two already.
 */
export async function beginRotation(session: Session, choice: ClientChoice): Promise<BegunRotation> {
  const {engine} = session
  const place = await openClient(session, choice)
  const {cognito, client, errand} = place
  const begun = await findBegun(engine, errand)
  const secrets = begun ? await withoutLost(place, begun) : place.secrets
  if (secrets.length > 1) {
    throw new ConflictError(`${choice.client} in ${choice.environment} has two secrets already`, {
      code: 'ROTATION_UNDER_WAY',
      hint: 'If the newer one is in use: --finish removes the older one. If nothing uses it: --cancel removes the newer one.',
    })
  }
  await beginErrand(engine, errand, {secrets: secrets.map(({ClientSecretId = ''}) => ClientSecretId).join(' ')})
  try {
    const made = await sendFor(engine, errand, () => cognito.send(new AddUserPoolClientSecretCommand(client)))
    const secret = made.ClientSecretDescriptor?.ClientSecretValue
    if (secret === undefined) throw new AwsRefusedError('AWS answered without ClientSecretValue')
    return {rotation: {...choice, clientId: client.ClientId, state: 'begun', secret}, errand}
  } catch (error) {
    if (!(await findBegun(engine, errand))) throw error
    throw unfinished(engine, error, 'A second secret may exist that was never shown; the one in use stays valid.')
  }
}

/** Deletes the secret that a run made and nobody saw. */
async function withoutLost({cognito, client, secrets}: Place, {at, receipt = {}}: Intent): Promise<Place['secrets']> {
  const before = receipt['secrets']?.split(' ') ?? []
  const isLost = ({ClientSecretId = '', ClientSecretCreateDate}: ClientSecretDescriptorType): boolean =>
    !before.includes(ClientSecretId) && isOfRun(at, ClientSecretCreateDate)
  for (const {ClientSecretId} of secrets.length > 1 ? secrets.filter(isLost) : []) {
    await absentWhen('ResourceNotFoundException', () =>
      cognito.send(new DeleteUserPoolClientSecretCommand({...client, ClientSecretId})),
    )
  }
  return secrets.length > 1 ? secrets.filter((secret) => !isLost(secret)) : secrets
}

/** Takes one of two secrets away: the older one to finish a rotation, the newer one to cancel it. */
export async function endRotation(
  session: Session,
  choice: ClientChoice,
  state: 'finished' | 'cancelled',
): Promise<SecretRotation> {
  const {engine} = session
  const place = await openClient(session, choice)
  const {cognito, client, secrets} = place
  const ending: Errand = {...place.errand, kind: 'client-secret-end'}
  const flag = state === 'finished' ? '--finish' : '--cancel'
  const {receipt: begun} = (await findBegun(engine, ending)) ?? {}
  const [older, newer] = secrets
  const before = begun?.['flag'] === flag ? begun['secret'] : undefined
  const gone = before ?? (state === 'finished' ? older : newer)?.ClientSecretId
  if (gone === undefined || (before === undefined && !newer)) {
    throw new ConflictError(`${choice.client} in ${choice.environment} has one secret: no rotation is under way`, {
      code: 'NO_ROTATION',
      hint: `Begin one: awsup auth client rotate-secret ${choice.client} --env ${choice.environment}`,
    })
  }
  await beginErrand(engine, ending, {secret: gone, flag})
  try {
    const deletion = new DeleteUserPoolClientSecretCommand({...client, ClientSecretId: gone})
    // Of an earlier run, or an earlier attempt whose reply was lost: then it is gone already.
    await absentWhen('ResourceNotFoundException', () => sendFor(engine, ending, () => cognito.send(deletion)))
  } catch (error) {
    throw unfinished(engine, error, `The ${state === 'finished' ? 'older' : 'newer'} secret may still be good.`)
  }
  // A secret that nobody saw is cancelled, or is the only one by now: there is nothing left to make again.
  await endErrands({engine}, [place.errand, ending])
  return {...choice, clientId: client.ClientId, state}
}

interface Place {
  readonly aws: Clients
  readonly cognito: Clients['cognito']
  readonly client: {readonly UserPoolId: string; readonly ClientId: string}
  /** Oldest first. */
  readonly secrets: readonly ClientSecretDescriptorType[]
  /** The making of a second one, as the journal knows it. */
  readonly errand: Errand
}

type Named = Pick<Place, 'aws' | 'cognito' | 'client' | 'errand'>

/** The client as calls name it. */
async function openNamed({project, engine}: Session, {client, environment}: ClientChoice): Promise<Named> {
  const ids = requireIds(project, environment)
  const clientId = new Map(Object.entries(ids.userPoolClientIds)).get(client)
  if (clientId === undefined) {
    throw new ConflictError(`${environment}.app-client.${client} is not made yet`, {
      code: 'NOT_MADE',
      hint: `Make it: awsup apply --env ${environment}`,
    })
  }
  const aws = await openOwnPool(engine, project, ids)
  const errand: Errand = {
    ...{kind: 'client-secret', environment, name: client, accountId: ids.accountId, region: ids.region},
    about: `${environment}.app-client.${client}`,
    key: {clientId},
  }
  return {aws, cognito: aws.cognito, client: {UserPoolId: ids.userPoolId, ClientId: clientId}, errand}
}

/** The client and its secrets, oldest first. Throws ConflictError `ROTATED_BY_AWS` where Secrets Manager has them. */
async function openClient(session: Session, choice: ClientChoice): Promise<Place> {
  const named = await openNamed(session, choice)
  const {UserPoolClient} = await named.cognito.send(new DescribeUserPoolClientCommand(named.client))
  const managed = secretArnOf(UserPoolClient)
  if (managed !== undefined) {
    throw new ConflictError(
      `Secrets Manager keeps the secret of ${choice.client} in ${choice.environment}, and rotates it`,
      {
        code: 'ROTATED_BY_AWS',
        hint: `To rotate it now: awsup exec ${choice.environment} -- aws secretsmanager rotate-secret --secret-id ${managed}`,
        details: {client: choice.client, secret: managed},
      },
    )
  }
  return {...named, secrets: await listSecrets(named)}
}

/** Ids and dates, oldest first: AWS never answers more. */
async function listSecrets({
  cognito,
  client,
}: Pick<Named, 'cognito' | 'client'>): Promise<readonly ClientSecretDescriptorType[]> {
  const {ClientSecrets = []} = await cognito.send(new ListUserPoolClientSecretsCommand(client))
  return [...ClientSecrets].sort(byAge)
}

const madeAt = ({ClientSecretCreateDate}: ClientSecretDescriptorType): number => ClientSecretCreateDate?.getTime() ?? 0

const byAge = (a: ClientSecretDescriptorType, b: ClientSecretDescriptorType): number => madeAt(a) - madeAt(b)
