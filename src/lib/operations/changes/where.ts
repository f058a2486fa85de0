import type {Environment} from '../../manifest/manifest.js'
import type {Project, Target} from '../../project/project.js'
import type {Session} from '../../project/session.js'

/** Who acts, and where: what people read before a plan. */
export interface Where {
  readonly target: Target
  /** ARN of the caller. */
  readonly arn: string
  /** Account of the caller, twelve digits. */
  readonly accountId: string
  /** Whether that account manages an organization of this project. */
  readonly managesOrganization: boolean
  readonly environments: ReadonlyMap<string, EnvironmentPlace>
}

/** Where an environment lives. */
export interface EnvironmentPlace {
  readonly region: string
  readonly protected: boolean
  /** Absent until its account is made. */
  readonly accountId: string | undefined
}

/** `project` may have an environment more than the session's own. Writes nothing. */
export async function readWhere({door, engine}: Session, {manifest, target}: Project): Promise<Where> {
  const [{arn, accountId}, records] = await Promise.all([door.caller(), engine.records.list()])
  const accountOf = ({name, account}: Environment): string | undefined => {
    if (account?.id === 'management') return accountId
    return account?.id ?? records.find(({address}) => address === `${name}.account`)?.id
  }
  const places = [...manifest.environments.values()].map((environment): [string, EnvironmentPlace] => [
    environment.name,
    {region: environment.region, protected: environment.protected, accountId: accountOf(environment)},
  ])
  return {
    target,
    arn,
    accountId,
    managesOrganization: manifest.organization !== undefined,
    environments: new Map(places),
  }
}
