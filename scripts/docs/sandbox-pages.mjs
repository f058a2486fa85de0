// Writes docs/sandbox, a page for each service: what the sandbox serves, who sends it, and how it behaves, from the facts that test it.
//
//     node scripts/docs/sandbox-pages.mjs [--check]    --check writes nothing, and ends with 1 where a page says something else
//
// The scope is frozen: what awsup, a browser or a front end's SDK sends, and what other clients need to read that back. The
// last two are listed in sandbox-scope.json; an operation that is in none of the three fails.
import {execFileSync} from 'node:child_process'
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {format, resolveConfig} from 'prettier'

const root = path.resolve(import.meta.dirname, '..', '..')
const folder = path.join(root, 'docs', 'sandbox')
const scope = JSON.parse(readFileSync(path.join(import.meta.dirname, 'sandbox-scope.json'), 'utf8'))

/** Service, as facts name it → its name, and its client in the SDK. */
const SERVICES = {
  organizations: ['AWS Organizations', 'organizations'],
  account: ['AWS Account Management', 'account'],
  freetier: ['AWS Free Tier', 'freetier'],
  sts: ['AWS Security Token Service', 'sts'],
  iam: ['AWS Identity and Access Management', 'iam'],
  'cognito-idp': ['Amazon Cognito user pools', 'cognito-identity-provider'],
  'cognito-identity': ['Amazon Cognito identity pools', 'cognito-identity'],
  dynamodb: ['Amazon DynamoDB', 'dynamodb'],
  s3: ['Amazon S3', 's3'],
  ssm: ['AWS Systems Manager, parameters', 'ssm'],
  secretsmanager: ['AWS Secrets Manager', 'secrets-manager'],
  lambda: ['AWS Lambda', 'lambda'],
  'sso-admin': ['AWS IAM Identity Center', 'sso-admin'],
  identitystore: ['AWS IAM Identity Center, users and groups', 'identitystore'],
  sso: ['AWS IAM Identity Center, access portal', 'sso'],
  'sso-oidc': ['AWS IAM Identity Center, sign-in', 'sso-oidc'],
  amplify: ['AWS Amplify Hosting', 'amplify'],
  signin: ['AWS Sign-In: links to the console', 'signin'],
}

/** Services of one product, which stand in a folder. */
const IDENTITY_CENTER = ['sso-admin', 'identitystore', 'sso', 'sso-oidc']
const placeOf = (service) => (IDENTITY_CENTER.includes(service) ? ['identity-center', service] : [service])

const served = JSON.parse(
  execFileSync(process.execPath, [path.join(root, 'scripts', 'generate', 'served.mjs')], {encoding: 'utf8'}),
)
const sources = readdirSync(path.join(root, 'src', 'lib'), {recursive: true})
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(path.join(root, 'src', 'lib', file), 'utf8'))

/** Operations that awsup itself sends, as its source says; what it sends without a client of its own is in the list. */
function sentByAwsup(client) {
  const using = sources.filter((source) => source.includes(`'@aws-sdk/client-${client}'`))
  const found = using.flatMap((source) => [...source.matchAll(/\b(\w+)Command\b|\bpaginate(\w+)\b/g)])
  return new Set(found.map(([, command, pages]) => command ?? pages))
}

/** Facts by the operation that they are about. */
function factsOf(service) {
  const files = readdirSync(path.join(root, 'test', 'facts'), {recursive: true}).filter((file) =>
    /\w\/[\w-]+\.json$/.test(file.split(path.sep).join('/')),
  )
  const facts = files
    .toSorted()
    .flatMap((file) => JSON.parse(readFileSync(path.join(root, 'test', 'facts', file), 'utf8')))
  const own = facts.filter(({call}) => typeof call?.[0] === 'string' && call[0].startsWith(`${service}:`))
  const groups = new Map()
  for (const fact of own) {
    const name = fact.call[0].slice(service.length + 1)
    groups.set(name, [...(groups.get(name) ?? []), fact])
  }
  return groups
}

const listed = (names) => (names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(' '))
const plain = (text) => text.replaceAll(/[<>*_|`\\]/g, '\\$&')

function pageOf(service, operations) {
  const [title, client] = SERVICES[service]
  const {awsup: hidden = [], application = [], others = []} = scope[service] ?? {}
  const awsup = new Set([...sentByAwsup(client), ...hidden])
  const sent = {
    awsup: operations.filter((name) => awsup.has(name)),
    application: operations.filter((name) => !awsup.has(name) && application.includes(name)),
    others: operations.filter((name) => !awsup.has(name) && !application.includes(name)),
  }
  const unknown = sent.others.filter((name) => !others.includes(name))
  if (unknown.length > 0) {
    throw new Error(
      `${service}: ${unknown.join(', ')} is served, and sent by nobody that scripts/docs/sandbox-scope.json names. The scope is frozen: say who sends it, or do not serve it.`,
    )
  }
  const idle = [...application, ...others].filter((name) => !operations.includes(name))
  if (idle.length > 0)
    throw new Error(`${service}: scripts/docs/sandbox-scope.json names ${idle.join(', ')}, which is not served`)
  const facts = factsOf(service)
  return [
    `# ${title} in the sandbox`,
    `The sandbox serves ${operations.length} operations of \`${service}\`. Any other answers ${service === 'signin' ? '`400`' : '`501` with its name'}. This page is written by \`npm run docs:sandbox\`.`,
    '| sent by | operations |\n|---|---|\n' +
      [
        ['awsup', sent.awsup],
        ["applications and their SDKs, awsup's users", sent.application],
        ['other clients alone: Terraform, boto3, the AWS CLI', sent.others],
      ]
        .map(([who, names]) => `| ${who} | ${listed(names)} |`)
        .join('\n'),
    '## How it behaves',
    `Each line is a fact about AWS with its source, and a test of the sandbox ([test/facts](${'../'.repeat(placeOf(service).length + 1)}test/facts)).`,
    ...[...facts.keys()]
      .toSorted()
      .flatMap((name) => [
        `### ${name}`,
        (facts.get(name) ?? []).map(({fact, source}) => `- ${plain(fact)} (${plain(source)})`).join('\n'),
      ]),
  ].join('\n\n')
}

const config = await resolveConfig(path.join(folder, 'iam.md'))
const pages = await Promise.all(
  Object.entries(served).map(async ([service, operations]) => {
    const text = await format(`${pageOf(service, operations)}\n`, {...config, parser: 'markdown'})
    return {file: `${path.join(folder, ...placeOf(service))}.md`, text}
  }),
)
if (process.argv.includes('--check')) {
  const stale = pages.filter(({file, text}) => readIfAny(file) !== text)
  for (const {file} of stale) console.error(`${path.relative(root, file)} says something else: npm run docs:sandbox`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  for (const {file, text} of pages) {
    mkdirSync(path.dirname(file), {recursive: true})
    writeFileSync(file, text)
  }
}

function readIfAny(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
