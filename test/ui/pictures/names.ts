import fc from 'fast-check'
import type {AccessPage, DrawnEnvironment, OrganizationPicture} from '../../../src/lib/index.js'
import type {Plan, Step} from '../../../src/lib/engine/plan/plan.js'
import type {Where} from '../../../src/lib/operations/changes/where.js'

/** What somebody could try, or have by accident, in a name that AWS or awsup.yaml gives. */
const NASTY: readonly string[] = [
  '</title><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  ']]></style><svg onload=alert(1)>',
  '</code></details>\n\n# owned',
  '`code` | cell | @everyone #1 :tada: **bold** [x](javascript:alert(1)) $x$ www.evil.example https://evil.example',
  'end"]\nclick n1 call alert() %% {init}',
  '#quot;#35;&#60;&lt;&amp;',
  '-- > subgraph "`md`" ;',
  '\u202egnp.\u0000\u001b[31m\u2028\ud800\ufffe',
  '東京👩‍👩‍👧 Zoë é́́ ﷽',
  '',
  'x'.repeat(130),
  'W'.repeat(64),
]

/** Any name whatever. */
export const anyName = fc.oneof(
  {weight: 3, arbitrary: fc.constantFrom(...NASTY)},
  {weight: 2, arbitrary: fc.string({unit: 'binary', maxLength: 40})},
  {weight: 1, arbitrary: fc.string({unit: 'grapheme', maxLength: 80})},
)

export const plainName = fc.stringMatching(/^[a-z]{3,12}$/)

const accountId = fc.stringMatching(/^[0-9]{12}$/)
const few = <T>(one: fc.Arbitrary<T>, maxLength = 3) => fc.array(one, {maxLength})

const anEnvironment = (id: string, name: fc.Arbitrary<string>): fc.Arbitrary<DrawnEnvironment> =>
  fc.record({
    name,
    accountId: fc.constant(id),
    region: name,
    protected: fc.boolean(),
    userPool: fc.option(fc.record({id: name, clients: few(fc.record({name, id: name})), groups: few(name)}), {
      nil: undefined,
    }),
    identityPool: fc.option(fc.record({id: name}), {nil: undefined}),
    roles: few(
      fc.record({name, assumedBy: name, through: fc.constantFrom('identity-pool' as const, 'management' as const)}),
      4,
    ),
    users: few(fc.record({name, groups: few(name)}), 2),
  })

/** An organization of any shape, with names of a sort. */
export const organizations = (name: fc.Arbitrary<string>): fc.Arbitrary<OrganizationPicture> =>
  fc
    .record({ids: fc.uniqueArray(accountId, {minLength: 1, maxLength: 6}), depth: fc.nat(3), name, state: name})
    .chain(({ids, depth, state}) =>
      fc
        .record({
          project: name,
          target: fc.constantFrom('aws' as const, 'sandbox' as const),
          notMade: few(name),
          organizationId: name,
          units: fc.array(name, {minLength: depth, maxLength: depth}),
          accounts: fc.tuple(...ids.map(() => fc.record({name, email: name}))),
          environments: fc.tuple(...ids.slice(1).map((id) => fc.option(anEnvironment(id, name), {nil: undefined}))),
        })
        .map(({organizationId, units, accounts, environments, ...rest}) => {
          const leaves = accounts.map((account, index) => ({
            ...account,
            id: ids[index] ?? '',
            state: index === 2 ? state : 'ACTIVE',
            management: index === 0,
            environment: undefined,
            ids: {},
          }))
          const below = units.reduceRight(
            (inner, unit, index) => [
              {
                id: `ou-${index}`,
                name: unit,
                units: inner,
                accounts: index === units.length - 1 ? leaves.slice(1) : [],
              },
            ],
            [] as OrganizationPicture['tree']['root']['units'],
          )
          const root = {
            id: 'r-1',
            name: 'Root',
            units: below,
            accounts: units.length === 0 ? leaves : leaves.slice(0, 1),
          }
          return {
            ...rest,
            environments: environments.filter((one) => one !== undefined),
            tree: {organizationId, managementAccountId: ids[0] ?? '', root},
          }
        }),
    )

const steps = (name: fc.Arbitrary<string>): fc.Arbitrary<Step> =>
  fc.record({
    address: name,
    kind: fc.constantFrom('user-pool', 'role', 'account', 'iam-user'),
    action: fc.constantFrom('create', 'update', 'delete', 'adopt', 'replace', 'no-op'),
    environment: fc.option(fc.constantFrom('dev', 'prod'), {nil: undefined}),
    id: fc.option(name, {nil: undefined}),
    changes: few(
      fc.record({
        field: fc.oneof(name, fc.constant('inlinePolicies')),
        from: fc.oneof(name, fc.constant(undefined), fc.array(name, {maxLength: 3})),
        to: name,
        effect: fc.constantFrom('update', 'leave'),
      }),
    ),
    permanent: fc.constantFrom([], ['signIn']),
    loses: fc.option(fc.constant('the access keys of the user'), {nil: undefined}),
    needs: fc.constant([]),
  })

/** A plan of any shape, with names of a sort. */
export const plans = (name: fc.Arbitrary<string>): fc.Arbitrary<Plan> =>
  fc.record({steps: few(steps(name), 8), kept: few(fc.record({address: name, kind: fc.constant('role'), id: name}))})

export const whereOf = (name: string): Where => ({
  target: 'aws',
  arn: name,
  accountId: name,
  managesOrganization: true,
  environments: new Map([
    ['dev', {region: name, protected: false, accountId: undefined}],
    ['prod', {region: name, protected: true, accountId: name}],
  ]),
})

/** What an environment's rules mean, with names of a sort. */
export const accessPages = (name: fc.Arbitrary<string>): fc.Arbitrary<AccessPage> => {
  const reach = fc.record({thing: name, says: name, statements: few(name)})
  return fc.record({
    project: name,
    environment: name,
    region: name,
    protected: fc.boolean(),
    accountId: name,
    nobody: few(name),
    roles: few(
      fc.record({
        role: name,
        name,
        who: name,
        may: few(reach),
        mayNot: few(reach),
        policies: few(
          fc.record({
            name,
            kind: fc.constantFrom('inline' as const, 'managed' as const),
            document: fc.record({Sid: name, Resource: few(name)}),
            characters: fc.nat(),
            limit: fc.nat(),
          }),
          2,
        ),
        notes: few(fc.record({code: fc.constant('DENY_BY_GROUP' as const), message: name}), 1),
      }),
    ),
  })
}
