/** What a file of somebody else's tells of one user pool. Ids alone: settings are read from AWS itself. */
export interface FoundPool {
  /** As the file calls it; absent where it knows no environments. */
  readonly environment?: string | undefined
  /** Twelve digits; absent where the file does not tell. */
  readonly accountId?: string | undefined
  /** `<region>_<id>` */
  readonly userPoolId: string
  /** Name → id; a name becomes the client's key in awsup.yaml. The first is the one that front ends use. */
  readonly clients: Readonly<Record<string, string>>
  readonly identityPoolId?: string | undefined
  /** Where it stands, for people: `terraform.tfstate, aws_cognito_user_pool.main`. */
  readonly from: string
}

/** Everything that a file or folder tells. */
export interface Found {
  readonly pools: readonly FoundPool[]
  /** Files that `env switch` is to write from now on, as people write them below `outputs`; paths from the folder. */
  readonly outputs: readonly FoundOutput[]
  /** What awsup does not take over by itself, in words. */
  readonly notes: readonly string[]
}

/** A file of the application that awsup knows how to write. */
export interface FoundOutput {
  readonly format: 'amplify' | 'aws-exports' | 'amplifyconfiguration' | 'amplifyconfiguration-dart'
  readonly path: string
}

/** The ids of a file that knows one user pool, and its app client for front ends. */
interface OnePool {
  readonly userPoolId: string | undefined
  readonly clientId: string | undefined
  readonly identityPoolId: string | undefined
}

/** What such a file tells: nothing where it has no user pool. Pure. */
export const poolsOf = (from: string, {userPoolId, clientId, identityPoolId}: OnePool): readonly FoundPool[] =>
  userPoolId === undefined
    ? []
    : [{userPoolId, clients: clientId === undefined ? {} : {web: clientId}, identityPoolId, from}]

/** One and the same pool that several files tell of: what the first does not know comes from the next. Pure. */
export const mergePools = (pools: readonly FoundPool[]): readonly FoundPool[] =>
  pools.reduce<readonly FoundPool[]>((merged, pool) => {
    const known = merged.find(({userPoolId}) => userPoolId === pool.userPoolId)
    if (!known) return [...merged, pool]
    const ids = Object.values(known.clients)
    const more = Object.entries(pool.clients).filter(([name, id]) => !(name in known.clients) && !ids.includes(id))
    const both: FoundPool = {
      ...known,
      environment: known.environment ?? pool.environment,
      accountId: known.accountId ?? pool.accountId,
      identityPoolId: known.identityPoolId ?? pool.identityPoolId,
      clients: {...known.clients, ...Object.fromEntries(more)},
    }
    return merged.map((one) => (one === known ? both : one))
  }, [])

/** The region that an id of a user pool or an identity pool begins with. */
export const regionOf = (id: string): string => /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}/.exec(id)?.[0] ?? ''

/** The account in an ARN; `undefined` where there is none. */
export const accountIn = (arn: string | undefined): string | undefined =>
  /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn ?? '')?.[1]

/** The only one of a kind; `undefined` when there are several, for then nothing says which. */
export const onlyOf = <T>(all: readonly T[]): T | undefined => (all.length === 1 ? all[0] : undefined)
