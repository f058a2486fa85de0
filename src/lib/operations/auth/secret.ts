import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
  type ClientSecretDescriptorType,
} from '@aws-sdk/client-cognito-identity-provider'
import {AwsRefusedError, ConflictError, UsageError} from '../../errors.js'
import {show} from '../../manifest/read/show.js'
import {requireEnvironments, type Project} from '../../project.js'
import type {Session} from '../../session.js'
import {requireIds} from '../environments.js'

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

/** The secret that AWS made with the client: DescribeUserPoolClient answers it to whoever may ask. Only reads. */
export async function readClientSecret(session: Session, choice: ClientChoice): Promise<ClientSecret> {
  const {cognito, client, secrets} = await openClient(session, choice)
  const {UserPoolClient} = await cognito.send(new DescribeUserPoolClientCommand(client))
  const secret = UserPoolClient?.ClientSecret
  if (secret === undefined) {
    throw new ConflictError(`${choice.client} in ${choice.environment} has no secret on AWS`, {
      code: 'NO_SECRET',
      hint: `See how it differs from awsup.yaml: awsup plan --env ${choice.environment}`,
    })
  }
  return {...choice, clientId: client.ClientId, secrets: secrets.length, secret}
}

/** Makes a second secret; the one in use stays good. Throws ConflictError when two are there already. */
export async function beginRotation(session: Session, choice: ClientChoice): Promise<SecretRotation> {
  const place = await openClient(session, choice)
  if (place.secrets.length > 1) {
    throw new ConflictError(`${choice.client} in ${choice.environment} has two secrets already`, {
      code: 'ROTATION_UNDER_WAY',
      hint: 'Where the newer one is in use: --finish takes the older one away. Where nobody has it: --cancel takes the newer one away.',
    })
  }
  const made = await place.cognito.send(new AddUserPoolClientSecretCommand(place.client))
  const secret = made.ClientSecretDescriptor?.ClientSecretValue
  if (secret === undefined) throw new AwsRefusedError('AWS answered without ClientSecretValue')
  return {...choice, clientId: place.client.ClientId, state: 'begun', secret}
}

/** Takes one of two secrets away: the older one to finish a rotation, the newer one to cancel it. */
export async function endRotation(
  session: Session,
  choice: ClientChoice,
  state: 'finished' | 'cancelled',
): Promise<SecretRotation> {
  const place = await openClient(session, choice)
  const [older, newer] = place.secrets
  const gone = state === 'finished' ? older : newer
  if (!newer || !gone) {
    throw new ConflictError(`${choice.client} in ${choice.environment} has one secret: no rotation is under way`, {
      code: 'NO_ROTATION',
      hint: `Begin one: awsup auth client rotate-secret ${choice.client} --env ${choice.environment}`,
    })
  }
  const ClientSecretId = gone.ClientSecretId
  await place.cognito.send(new DeleteUserPoolClientSecretCommand({...place.client, ClientSecretId}))
  return {...choice, clientId: place.client.ClientId, state}
}

/** The client and its secrets (ids and dates: AWS never answers more), oldest first. */
async function openClient({project, engine}: Session, {client, environment}: ClientChoice) {
  const ids = requireIds(project, environment)
  const clientId = new Map(Object.entries(ids.userPoolClientIds)).get(client)
  if (clientId === undefined) {
    throw new ConflictError(`${environment}.app-client.${client} is not made yet`, {
      code: 'NOT_MADE',
      hint: `Make it: awsup apply --env ${environment}`,
    })
  }
  const {cognito} = await engine.open(ids.accountId, ids.region)
  const named = {UserPoolId: ids.userPoolId, ClientId: clientId}
  const {ClientSecrets = []} = await cognito.send(new ListUserPoolClientSecretsCommand(named))
  return {cognito, client: named, secrets: [...ClientSecrets].sort(byAge)}
}

const madeAt = ({ClientSecretCreateDate}: ClientSecretDescriptorType): number => ClientSecretCreateDate?.getTime() ?? 0

const byAge = (a: ClientSecretDescriptorType, b: ClientSecretDescriptorType): number => madeAt(a) - madeAt(b)
