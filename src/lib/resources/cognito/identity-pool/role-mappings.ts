import type {RoleMapping as AwsRoleMapping} from '@aws-sdk/client-cognito-identity'
import type {RoleMapping} from './roles-desired.js'

/** AWS's key of a mapping: `<provider>:<client id>`. */
export const mappingKey = ({providerName, clientId}: Pick<RoleMapping, 'providerName' | 'clientId'>): string =>
  `${providerName}:${clientId}`

/** As SetIdentityPoolRoles takes them. Pure. */
export const toMappings = (mappings: readonly RoleMapping[]): Record<string, AwsRoleMapping> =>
  Object.fromEntries(mappings.map((mapping) => [mappingKey(mapping), toMapping(mapping)]))

const toMapping = ({ambiguous, rules}: RoleMapping): AwsRoleMapping => ({
  Type: rules ? 'Rules' : 'Token',
  AmbiguousRoleResolution: ambiguous === 'deny' ? 'Deny' : 'AuthenticatedRole',
  ...(rules && {
    RulesConfiguration: {
      Rules: rules.map(({claim, match, value, roleArn}) => ({
        Claim: claim,
        MatchType: match,
        Value: value,
        RoleARN: roleArn,
      })),
    },
  }),
})

/** As GetIdentityPoolRoles answers one: a client id has no colon. Pure. */
export function fromMapping([key, mapping]: readonly [string, AwsRoleMapping]): RoleMapping {
  const colon = key.lastIndexOf(':')
  const rules = mapping.RulesConfiguration?.Rules ?? []
  return {
    providerName: key.slice(0, colon),
    clientId: key.slice(colon + 1),
    ambiguous: mapping.AmbiguousRoleResolution === 'Deny' ? 'deny' : 'authenticated',
    ...(mapping.Type === 'Rules' && {
      rules: rules.map(({Claim = '', MatchType = 'Equals', Value = '', RoleARN = ''}) => ({
        claim: Claim,
        match: MatchType,
        value: Value,
        roleArn: RoleARN,
      })),
    }),
  }
}
