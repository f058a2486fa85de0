import fc from 'fast-check'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {UpdateUserPoolCommand} from '@aws-sdk/client-cognito-identity-provider'
import {PutUserPolicyCommand} from '@aws-sdk/client-iam'
import {makeFolder, type Folder} from '../../../src/lib/export/terraform/folder.js'
import {awsup, makeTemplate} from '../../_helpers/cli.js'
import {readHclFile, type HclFile} from '../../_helpers/hcl/hcl-file.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'
import {ENVIRONMENT, ORGANIZATION} from '../../lib/export/facts.js'

/** A word of the attacker's: it may stand in texts and comments, and nowhere else. */
const EVIL = 'pwned'

const PAYLOADS = [
  ...[`\${file("/etc/${EVIL}")}`, `\${${EVIL}}`, `$\${${EVIL}}`, `$$\${file("${EVIL}")}`, `$\${"\${file("${EVIL}")}"}`],
  ...[`%{ for ${EVIL} in x }y%{ endfor }`, `%%{if ${EVIL}}`, `%%%{if ${EVIL}}x%{endif}`, `%{ if true ~}${EVIL}`],
  ...[`"`, `\\`, `\\"`, `\\\\"`, `" ${EVIL} = "`, `\\" ${EVIL} = \\"`, `"]\n${EVIL} = ["`, `"}\n${EVIL} = {"a" = "`],
  `"\n}\nresource "null_resource" "${EVIL}" {\n  provisioner "local-exec" {\n    command = "touch ${EVIL}"`,
  ...[
    `\n}\nmodule "${EVIL}" {`,
    `\r\n${EVIL} = 1`,
    `\r${EVIL} = 1`,
    `<<EOF\n${EVIL}\nEOF\n`,
    `<<-EOF\n\${${EVIL}}\nEOF`,
  ],
  ...[
    `\u2028${EVIL} = 1`,
    `\u2029${EVIL} = 1`,
    `\u0085${EVIL} = 1`,
    `\v${EVIL}`,
    `\f${EVIL}`,
    `\0${EVIL}`,
    `\u001b[2J`,
  ],
  ...[
    `*/ ${EVIL} = 1`,
    `/* ${EVIL}`,
    `// ${EVIL}`,
    `# ${EVIL}`,
    `\ufeff${EVIL}`,
    `\u202e${EVIL}`,
    `\ud83d`,
    `\${`,
    `%{`,
    `$`,
  ],
  ...[
    `$\u200d{${EVIL}}`,
    `\uff04{${EVIL}}`,
    `{{ ${EVIL} }}`,
    `",${EVIL},"`,
    `") ${EVIL}("`,
    `${'${'.repeat(50)}${EVIL}`,
  ],
]

interface Change {
  readonly payload: string
  /** Which texts have it, in turn. */
  readonly where: readonly boolean[]
  readonly alone: boolean
}

const change = fc.record({
  payload: fc.oneof(
    {arbitrary: fc.constantFrom(...PAYLOADS), weight: 4},
    fc.array(fc.constantFrom(...PAYLOADS), {minLength: 2, maxLength: 3}).map((some) => some.join('')),
    fc.string({unit: fc.constantFrom('$', '%', '{', '}', '"', '\\', '\n', '\r', '#', '=', '<', '/', '*', EVIL)}),
  ),
  where: fc.array(fc.boolean(), {minLength: 1, maxLength: 7}),
  alone: fc.boolean(),
})

/** The same facts, with the payload in their texts, in documents of JSON as well, and in names that people choose. */
function spoil(facts: unknown, {payload, where, alone}: Change): unknown {
  let index = 0
  const spoiled = (text: string): string => {
    index += 1
    if (where[index % where.length] !== true) return text
    return alone ? payload : `${text}${payload}`
  }
  const go = (value: unknown, chosen = false): unknown => {
    if (typeof value === 'string' && /^[{[]/.test(value)) {
      try {
        return JSON.stringify(go(JSON.parse(value)))
      } catch {
        return spoiled(value)
      }
    }
    if (typeof value === 'string') return spoiled(value)
    if (Array.isArray(value)) return value.map((one: unknown) => go(one))
    if (typeof value !== 'object' || value === null || value instanceof Date) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        chosen || key.includes(':') ? spoiled(key) : key,
        go(one, /^tags$|Tags$|Mapping$/.test(key)),
      ]),
    )
  }
  return go(facts)
}

const PLACE = {
  accountId: '111122223333',
  region: 'eu-west-1',
  role: 'arn:aws:iam::111122223333:role/x',
  about: ['acme'],
}
const FOLDERS = {organization: ORGANIZATION, environment: ENVIRONMENT}

const readFolder = ({files}: Folder): readonly HclFile[] => files.map(({text}) => readHclFile(text))
const all = (read: readonly HclFile[], what: 'blocks' | 'labels' | 'functions' | 'references'): ReadonlySet<string> =>
  new Set(read.flatMap((file) => [...file[what]]))

/** Resources, variables and data of a folder, as references begin. */
const addressesIn = (files: readonly {readonly text: string}[]): ReadonlySet<string> =>
  new Set(
    files.flatMap(({text}) =>
      Array.from(text.matchAll(/^(resource|variable) "([\w-]+)"(?: "([\w-]+)")? \{$/gm), ([, kind, first, second]) =>
        kind === 'variable' ? `var.${first ?? ''}` : `${first ?? ''}.${second ?? ''}`,
      ),
    ),
  )

describe.each(Object.entries(FOLDERS))('%s', (_, parts) => {
  const honest = readFolder(makeFolder(parts, PLACE))
  const names = new Set(makeFolder(parts, PLACE).files.map(({name}) => name))

  test('the reader finds what there is, so that it would find more', () => {
    expect([...all(honest, 'labels')]).toContain(parts === ORGANIZATION ? 'aws_organizations_account' : 'aws_iam_role')
    expect([...all(honest, 'functions')]).toEqual(['jsonencode'])
    expect(honest.flatMap(({texts}) => texts).length).toBeGreaterThan(30)
  })

  test('whatever names, descriptions, values and ids say, they are texts: nothing is looked up, run or made by them', () => {
    let written = 0
    fc.assert(
      fc.property(change, (how) => {
        const hostile = parts.map((part) => ({...part.withFacts((facts) => spoil(facts, how))}))
        const ids = hostile.map(({recorded, write}) => ({
          write,
          recorded: {...recorded, id: `${recorded.id}${how.payload}`},
        }))
        let folder: Folder
        try {
          folder = makeFolder(how.alone ? hostile : ids, {...PLACE, about: ['acme', how.payload]})
        } catch (error) {
          // A refusal is fine: nothing is written then.
          expect(error).toBeInstanceOf(Error)
          return
        }
        written += 1
        const read = readFolder(folder)
        for (const {name} of folder.files) expect(names).toContain(name)
        for (const what of ['blocks', 'labels', 'functions'] as const)
          for (const found of all(read, what)) expect(all(honest, what)).toContain(found)
        const known = addressesIn(folder.files)
        for (const found of all(read, 'references')) {
          if (all(honest, 'references').has(found)) continue
          const [type = '', name = ''] = found.split('.')
          expect([...known]).toContain(`${type}.${name}`)
        }
      }),
      {numRuns: 150},
    )
    expect(written).toBeGreaterThan(100)
  })
})

test('what somebody set by hand on AWS is exported as a text', async () => {
  const project = (await makeTemplate())()
  const {enter} = await openProjectWorld(project)
  const {cognito, iam} = await enter(idOnRecord(project, 'dev', 'account'))
  const evil = `\${file("/etc/hostname")}%{ if true }" \\ \n}\nresource "null_resource" "${EVIL}" {} `
  await cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId: idOnRecord(project, 'dev', 'user-pool'),
      VerificationMessageTemplate: {EmailSubject: 'x', EmailMessage: `{####} ${evil}`},
      AutoVerifiedAttributes: ['email'],
      UserPoolTags: {'awsup:project': 'acme', note: '${x} %{y}'},
    }),
  )
  expect((await awsup(project, ['user', 'create', 'al', '--env', 'dev'])).code).toBe(0)
  const Resource = `arn:aws:s3:::\${aws:username}/%{x}`
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Action: 's3:GetObject', Resource}],
  })
  await iam.send(new PutUserPolicyCommand({UserName: 'al', PolicyName: 'evil', PolicyDocument}))
  const {code, stderr} = await awsup(project, ['export', 'terraform'])
  expect(code, stderr).toBe(0)
  const folder = join(project, 'terraform')
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((name) => name.endsWith('.tf'))
  const read = files.map((name) => readHclFile(readFileSync(join(folder, name), 'utf8')))
  expect([...all(read, 'labels')].filter((label) => !label.startsWith('aws'))).toEqual([])
  expect([...all(read, 'functions')]).toEqual(['jsonencode'])
  const texts = read.flatMap((file) => file.texts)
  expect(texts).toContain(`{####} ${evil}`)
  expect(texts).toContain(Resource)
})
