import cognitoIdentity from '../../src/models/cognito-identity.json' with {type: 'json'}
import cognitoIdp from '../../src/models/cognito-idp.json' with {type: 'json'}
import dynamodb from '../../src/models/dynamodb.json' with {type: 'json'}
import iam from '../../src/models/iam.json' with {type: 'json'}
import organizations from '../../src/models/organizations.json' with {type: 'json'}
import s3 from '../../src/models/s3.json' with {type: 'json'}
import secretsmanager from '../../src/models/secretsmanager.json' with {type: 'json'}
import ssm from '../../src/models/ssm.json' with {type: 'json'}
import sts from '../../src/models/sts.json' with {type: 'json'}
import {ANSWERED, REFUSED} from '../../src/sandbox/core/beyond-the-model.js'
import {KINDS, VERBS} from '../kinds/kinds.js'
import {renderTable} from './markdown.js'

const MODELS: Readonly<Record<string, {readonly operations: object}>> = {
  'cognito-identity': cognitoIdentity,
  'cognito-idp': cognitoIdp,
  dynamodb,
  iam,
  organizations,
  s3,
  secretsmanager,
  ssm,
  sts,
}

/** How many operations of each service are held against AWS's models, and what is excluded from that. */
export function renderModels(): string {
  const services = [...new Set(KINDS.map(({service}) => service))]
  const rows = services.map((service) => {
    const served = operationsOf(service)
    const modelled = Object.keys(MODELS[service]?.operations ?? {})
    return [service, String(served.length), String(served.filter((name) => modelled.includes(name)).length)]
  })
  const answered = ANSWERED.map(({service, path, source}) => [service, wordOf(path), source])
  const refused = REFUSED.map(({service, error, source}) => [service, error, source])
  return `${renderTable(['service', 'operations', 'held against their model'], rows)}

Excluded: AWS is known to answer so, though its own models do not allow it.

${renderTable(['service', 'what', 'why'], [...answered, ...refused])}
`
}

/** The same operation may be named with more than one kind. */
const operationsOf = (service: string): readonly string[] => [
  ...new Set(
    KINDS.filter((kind) => kind.service === service).flatMap((kind) => VERBS.flatMap((verb) => kind[verb] ?? [])),
  ),
]

/** `user.(userName|path)` of `/^user\.(userName|path)$/` */
const wordOf = ({source}: RegExp): string => source.replaceAll(/[\\^$]/g, '')
