import fc from 'fast-check'
import {expect, test} from 'vitest'
import {notAccepted} from '../../../src/lib/access/openings/opening.js'
import {openingsOfRules} from '../../../src/lib/access/openings/of-rules.js'
import {isWrittenByUsers} from '../../../src/lib/access/claims.js'
import {readPolicy} from '../../../src/lib/access/evaluate/policy.js'
import {runMatrix, wrongCells, type TestedRole} from '../../../src/lib/access/matrix/matrix.js'
import {canRead} from '../../../src/lib/access/forms/dynamodb/rule.js'
import type {AccessRule, Who} from '../../../src/lib/access/rules.js'
import {ManifestError} from '../../../src/lib/base/errors.js'
import {compileAccess} from '../../../src/lib/access/policy/compile.js'
import {makeDesired} from '../../../src/lib/manifest/desired/desired.js'
import {placeOf, rulesIn, tagsOf} from '../../../src/lib/manifest/desired/access.js'
import type {Environment, Manifest} from '../../../src/lib/manifest/manifest.js'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import {trustedClaims} from '../../../src/lib/manifest/desired/trusted-claims.js'
import {findClients} from '../../../src/lib/operations/access/openings/clients.js'
import {makeProject} from '../../../src/lib/project/load/from-text.js'
import {cases, openTally} from '../../_helpers/proofs/soak.js'
import {manifest} from '../../lib/manifest/samples.js'
import {ITEM_ATTACKS, MALLORY, OBJECT_ATTACKS, openGround, TABLES, VICTIM} from './pools.js'

const ME = '${cognito-identity.amazonaws.com:sub}'
const TAG = '${aws:PrincipalTag/team}'
const some = <T>(...values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), {minLength: 1, maxLength: 4})
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, {nil: undefined, freq: 2})

const owner = fc.constantFrom('identity', 'identity', 'sub', 'custom:tenant', 'none')
const table = fc.constantFrom(...TABLES)
const dynamodb = fc
  .record({
    table,
    owner,
    actions: some('get', 'query', 'put', 'update', 'delete', 'scan'),
    index: maybe(fc.constantFrom('by-list', '*')),
    attributes: maybe(fc.constant(['pk', 'name'])),
  })
  .map(({actions: asked, index, ...rule}) => {
    const reads = asked.filter((verb) => verb !== 'scan' || rule.owner === 'none')
    const sayable = rule.attributes ? reads.filter((verb) => verb !== 'put' && verb !== 'delete') : reads
    const actions = sayable.length > 0 ? sayable : ['get']
    const hasIndex = index !== undefined && (actions.includes('query') || actions.includes('scan'))
    const opens = rule.attributes && actions.includes('update') ? {opens: 'the card is no secret'} : {}
    return {dynamodb: {...rule, actions, ...(hasIndex && {index}), ...opens}}
  })
const s3 = fc
  .record({
    bucket: fc.constant('acme'),
    owner,
    prefix: fc.constantFrom('p', 'p', 'public'),
    actions: some('get', 'list', 'put', 'delete'),
  })
  .map((rule) => ({s3: rule}))

const tableArn = (name: string) => `arn:aws:dynamodb:{region}:{account}:table/${name}`
const leading = (operator: string, value: string) => ({[operator]: {'dynamodb:LeadingKeys': [value]}})
const onItems = fc.record({
  effect: fc.constantFrom('allow', 'allow', 'deny'),
  actions: some(
    ...['GetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem', 'BatchGetItem', 'PartiQLSelect', '*', 'Get*'].map(
      (name) => `dynamodb:${name}`,
    ),
  ),
  resources: some(...TABLES.flatMap((name) => [tableArn(name), tableArn(`${name}/index/*`)]), tableArn('o*')),
  condition: fc.constantFrom(
    {},
    leading('ForAllValues:StringEquals', ME),
    {...leading('ForAllValues:StringEquals', ME), Null: {'dynamodb:LeadingKeys': 'false'}},
    ...[1, 2].map(() => ({...leading('ForAllValues:StringEquals', TAG), Null: {'dynamodb:LeadingKeys': 'false'}})),
    leading('StringEquals', ME),
    leading('ForAnyValue:StringEquals', ME),
    leading('StringEqualsIfExists', ME),
    leading('StringNotEquals', ME),
  ),
})
const onObjects = fc.record({
  effect: fc.constantFrom('allow', 'allow', 'deny'),
  actions: some('s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket', 's3:*'),
  resources: some(
    ...['acme', 'acme/*', `acme/p/${ME}/*`, `acme/p/${TAG}/*`, 'acme/public/*'].map((name) => `arn:aws:s3:::${name}`),
  ),
  condition: fc.constantFrom(
    {},
    {StringLike: {'s3:prefix': `p/${ME}/*`}},
    {StringLike: {'s3:prefix': 'p/*'}},
    {StringLikeIfExists: {'s3:prefix': `p/${ME}/*`}},
  ),
})
const statement = fc.oneof(onItems, onObjects).map((one) => ({statement: one}))
const rules = fc.array(
  fc.oneof({arbitrary: dynamodb, weight: 4}, {arbitrary: s3, weight: 3}, {arbitrary: statement, weight: 2}),
  {maxLength: 4},
)

const scene = fc.record({
  authenticated: rules,
  admins: maybe(rules),
  limited: maybe(rules),
  /** The claim behind the tag of the statements. */
  team: fc.constantFrom(undefined, 'custom:team', 'nickname', 'nickname', 'sub'),
  /** What awsup's own client may write, where awsup.yaml says it. */
  writes: maybe(some('email', 'nickname', 'custom:tenant', 'custom:team')),
  /** App clients that awsup.yaml does not know. */
  foreign: fc.subarray([0, 1, 2, 3]),
  /** The role that she asks for, of all that her groups have. */
  as: fc.constantFrom('authenticated', 'admins', 'limited'),
  table,
  attacks: some(...Object.entries(ITEM_ATTACKS)),
  objects: some(...Object.entries(OBJECT_ATTACKS)),
})
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never

/** The manifest, or `undefined` where it is refused before anything is made of it. */
function read({authenticated, admins, limited, team, writes}: Scene): Manifest | undefined {
  const groups = {...(admins && {admins}), ...(limited && {limited})}
  const auth = {
    groups: {admins: {}, limited: {}},
    attributes: {tenant: {type: 'string'}, team: {type: 'string'}},
    clients: {web: {...(writes && {writeAttributes: writes})}},
    ...(team !== undefined && {identityPool: {principalTags: {team}}}),
  }
  try {
    return parseManifest(
      manifest({
        auth: JSON.stringify(auth),
        access: JSON.stringify({authenticated, groups}, undefined, 1).replaceAll('\n', ' '),
      }),
    )
  } catch (error) {
    if (error instanceof ManifestError) return undefined
    throw error
  }
}

const isOn = (rule: AccessRule, name: string): boolean => 'dynamodb' in rule && rule.dynamodb.table === name
/** A statement that opens a table to those whose key it is. */
const isGuarding = (rule: AccessRule, name: string): boolean =>
  'statement' in rule &&
  rule.statement.effect === 'allow' &&
  rule.statement.resources.includes(tableArn(name)) &&
  Object.values(rule.statement.condition).some(({'dynamodb:LeadingKeys': keys}) => keys?.[0]?.includes('${'))
const isOwned = (rule: AccessRule): boolean =>
  ('dynamodb' in rule && rule.dynamodb.owner !== 'none') || ('s3' in rule && rule.s3.owner !== 'none')

test(
  'whatever access test calls isolated, the sandbox refuses: rules, app clients, groups and requests at random',
  async () => {
    const ground = await openGround()
    const at = {region: 'eu-west-1', account: ground.accountId}
    const all = cases(500, 20_000)
    const {run, passed, print} = openTally('isolation')
    let [isolated, requests] = [0, 0]

    const look = async (said: Scene): Promise<void> => {
      const parsed = read(said)
      const dev = parsed?.environments.get('dev')
      if (!parsed || !dev) return
      const roles = rolesOf(parsed, dev, ground.accountId)
      if (!isIsolated(parsed, roles)) return
      isolated += 1

      const name = roles.has(said.as) ? said.as : 'authenticated'
      const {rules: mine, statements} = roles.get(name) ?? {rules: [], statements: []}
      await ground.allow(...(statements.length > 0 ? statements : [{Effect: 'Deny', Action: '*', Resource: '*'}]))
      const claims = {...MALLORY.claims, ...stolen(parsed, dev, said)}
      const tags = Object.fromEntries(
        [...tagsOf(parsed, dev).claims].flatMap(([tag, claim]) => {
          const value = claims[claim]
          return value === undefined ? [] : [[tag, value]]
        }),
      )
      const mallory = ground.enter({identity: MALLORY.identity, tags})
      const claimed = [...new Set(tagsOf(parsed, dev).claims.values())]
      const places = [
        {theirs: VICTIM.identity, own: MALLORY.identity},
        ...claimed.map((claim) => ({theirs: VICTIM.claims[claim] ?? '', own: MALLORY.claims[claim] ?? ''})),
      ]

      const everybodys = [...roles.values()].flatMap((role) => role.rules)
      const isApart = everybodys.some(
        (rule) => (isOn(rule, said.table) && isOwned(rule)) || isGuarding(rule, said.table),
      )
      const shared = mine.flatMap((rule) =>
        isOn(rule, said.table) && !isOwned(rule) && 'dynamodb' in rule ? [rule.dynamodb] : [],
      )
      // A table that all share may be written and read as its rules say; what none of them reads stays closed.
      const isClosed = {reads: !shared.some(canRead), writes: shared.length === 0}
      for (const [what, {does, send}] of isApart ? said.attacks : []) {
        if (!isClosed[does]) continue
        for (const place of places) {
          requests += 1
          const answer = await outcome(send(mallory.items, {table: said.table, ...place}))
          expect({what, place, answer}).toEqual({what, place, answer: 'refused'})
        }
      }

      const folders = mine.flatMap((rule) => ('s3' in rule ? [rule.s3] : []))
      const isKept = everybodys.some((rule) => 's3' in rule && isOwned(rule) && rule.s3.prefix.startsWith('p/'))
      const isShared = folders.some(({owner: whose, prefix}) => whose === 'none' && prefix === 'p')
      for (const [what, {send}] of isKept && !isShared ? said.objects : []) {
        for (const place of places) {
          requests += 1
          const answer = await outcome(send(mallory.files, place))
          expect({what, place, answer}).toEqual({what, place, answer: 'refused'})
        }
      }
    }

    /** What `access test`, with --deployed, says of the manifest and the app clients of the pool. */
    const isIsolated = (parsed: Manifest, roles: ReturnType<typeof rolesOf>): boolean => {
      const {exposed, missing} = wrongCells(
        runMatrix(
          [...roles.values()].map(({tested}) => tested),
          at,
        ),
      )
      expect({exposed, missing}).toEqual({exposed: [], missing: []})
      const sections = [...roles].map(([name, {tested, rules: each}]) => ({
        signedIn: true,
        tags: tested.tags,
        own: (name === 'authenticated' ? parsed.access.authenticated : (parsed.access.groups.get(name) ?? [])).map(
          (rule, index) => ({path: `${name}[${index}]`, rule}),
        ),
        rules: each,
      }))
      return notAccepted(openingsOfRules(sections, at)).length === 0
    }

    /** The claims that she sets to the victim's, through any app client that nobody warns of. */
    const stolen = (parsed: Manifest, dev: Environment, {foreign}: Scene): Record<string, string> => {
      const node = makeDesired(parsed).find(({address}) => address === 'dev.app-client.web')
      const declared =
        (node?.desired as {writeAttributes?: readonly string[]}).writeAttributes ?? Object.keys(VICTIM.claims)
      const others = foreign.flatMap((index) => ground.clients[index]?.WriteAttributes ?? [])
      const trusted = trustedClaims(parsed, dev)
      return Object.fromEntries(
        Object.entries(VICTIM.claims).filter(
          ([claim]) =>
            claim !== 'sub' &&
            (isWrittenByUsers(claim) ||
              declared.includes(claim) ||
              (others.includes(claim) && !trusted.includes(claim))),
        ),
      )
    }

    const warned = async (parsed: Manifest, dev: Environment, {foreign}: Scene): Promise<void> => {
      const trusted = new Set(trustedClaims(parsed, dev))
      const clients = foreign.flatMap((index) => ground.clients[index] ?? [])
      const found = await findClients(clients, {
        ...{all: true, cognito: ground.cognito, userPoolId: ground.userPoolId, userPoolClientIds: {}, trusted},
        ...{environment: dev, providerName: '', project: makeProject(manifest({}), {root: '/', target: 'sandbox'})},
      })
      const could = clients.filter(({WriteAttributes: writes = []}) => writes.some((claim) => trusted.has(claim)))
      expect(found.map(({subject}) => subject)).toEqual(could.map(({ClientId}) => `client ${ClientId ?? ''}`))
    }

    try {
      await fc.assert(
        fc.asyncProperty(scene, async (said) => {
          run()
          await look(said)
          const parsed = read(said)
          const dev = parsed?.environments.get('dev')
          // That a foreign client writes what rules go by is never passed over in silence.
          if (parsed && dev) await warned(parsed, dev, said)
          passed()
        }),
        {numRuns: all},
      )
    } finally {
      print(`, ${isolated} isolated, ${requests} requests refused`)
    }
    expect(isolated).toBeGreaterThan(all / 4)
    expect(requests).toBeGreaterThan(all / 2)
  },
  600_000 + cases(0, 3_600_000),
)

function rolesOf(parsed: Manifest, dev: Environment, account: string) {
  const everybody: readonly (readonly [string, Who])[] = [
    ['authenticated', 'authenticated'],
    ...[...parsed.access.groups.keys()].map((group) => [group, {group}] as const),
  ]
  return new Map(
    everybody.map(([name, who]) => {
      const each = rulesIn(parsed, dev, who)
      const place = {...placeOf(parsed, dev), account}
      const document = compileAccess(each, place)?.document
      const tested: TestedRole = {
        role: name,
        signedIn: true,
        rules: each,
        policies: document ? [readPolicy(document)] : [],
        tags: tagsOf(parsed, dev).claims,
      }
      return [name, {rules: each, tested, statements: document?.Statement ?? []}] as const
    }),
  )
}

async function outcome(sent: Promise<object>): Promise<'refused' | object> {
  try {
    return await sent
  } catch (error) {
    if (error instanceof Error && /^AccessDenied/.test(error.name)) return 'refused'
    throw error
  }
}
