import type {Refusal} from './runner.js'

/** An awsup.yaml that is refused, and what the reader is told. */
export interface BadManifest extends Refusal {
  readonly title: string
  readonly yaml: string | Uint8Array
  /** Counted from 1. */
  readonly at?: readonly [line: number, column: number]
}

const HEAD = 'version: 1\nproject: acme\ntarget: sandbox\n'
const ORG = 'organization: { email: "aws+{env}@acme.dev" }\n'
const DEV = 'environments: { dev: { region: eu-west-1 } }\n'
const GOOD = HEAD + ORG + DEV
const long = (length: number): string => 'a'.repeat(length)

/** `test/lib/manifest/` knows every field; here are one or two of each sort, as the binary tells them. Anyone may add to it. */
export const BAD_MANIFESTS: readonly BadManifest[] = [
  // The file
  {title: 'empty', yaml: '', message: 'awsup.yaml is empty', at: [1, 1], hint: 'awsup org init'},
  {
    title: 'two megabytes',
    yaml: `#${long(2 * 1024 * 1024)}`,
    message: 'is too large: 2097153 bytes',
    hint: 'right file',
  },
  {
    title: 'not UTF-8',
    yaml: Buffer.concat([Buffer.from('version: 1\nproject: '), Buffer.from([0xc3, 0x28]), Buffer.from('\n')]),
    message: 'awsup.yaml is not UTF-8: byte 20 is 0xc3',
    at: [2, 10],
    hint: 'UTF-8',
  },
  {title: 'UTF-16', yaml: Buffer.from('\ufeffversion: 1', 'utf16le'), message: 'UTF-16', at: [1, 1], hint: 'UTF-8'},
  {
    title: 'NUL in the file',
    yaml: `${GOOD}users: { "a\u0000b": { environments: [dev] } }\n`,
    message: 'users',
    at: [6, 10],
  },
  {
    title: 'a bomb of aliases',
    yaml: `a: &a [x, x]\n${Array.from({length: 26}, (_, index) => `b${index}: &b${index} [*${index === 0 ? 'a' : `b${index - 1}`}, *${index === 0 ? 'a' : `b${index - 1}`}]`).join('\n')}\n${GOOD}`,
    message: 'a is not a key that awsup knows',
    at: [1, 1],
  },
  {title: 'brackets without end', yaml: `${HEAD}users: ${'['.repeat(50_000)}`, message: 'nested too deeply'},
  {
    title: 'a tag that makes things',
    yaml: GOOD.replace('acme', '!!js/function x'),
    message: 'it uses a tag',
    at: [2, 10],
  },
  {title: 'two documents', yaml: `${GOOD}---\n${GOOD}`, message: 'several documents', at: [6, 1]},

  // Keys
  {
    title: 'an unknown key',
    yaml: `${GOOD}outpust: []\n`,
    message: 'outpust is not a key that awsup knows',
    at: [6, 1],
    hint: 'Did you mean outputs?',
  },
  {
    title: 'an unknown key further in',
    yaml: `${HEAD}${ORG}environments: { dev: { region: eu-west-1, protect: true } }\n`,
    message: 'environments.dev.protect is not a key that awsup knows',
    at: [5, 43],
    hint: 'Did you mean protected?',
  },
  {
    title: 'a key twice',
    yaml: `${GOOD}project: other\n`,
    message: 'project is given twice, first in line 2',
    at: [6, 1],
  },
  {
    title: '__proto__ as a key',
    yaml: `${GOOD}__proto__: { target: aws }\n`,
    message: '__proto__ is not a key',
    at: [6, 1],
  },
  {title: 'a key that steers', yaml: `${GOOD}"\\e[31m": 1\n`, message: '"\\u001b[31m" is not a key', at: [6, 1]},

  // Values
  {
    title: 'version 2',
    yaml: GOOD.replace('1', '2'),
    message: 'version is 2, must be 1',
    at: [1, 10],
    hint: 'newer awsup',
  },
  {title: 'an empty project', yaml: GOOD.replace('acme', '""'), message: 'project is empty', at: [2, 10]},
  {title: 'a project too long', yaml: GOOD.replace('acme', long(25)), message: '2–24 lower-case', at: [2, 10]},
  {title: 'a path as project', yaml: GOOD.replace('acme', '../../etc'), message: '"../../etc"', at: [2, 10]},
  {
    title: 'a project that steers',
    yaml: GOOD.replace('acme', '"\\e[2J\\a"'),
    message: '\\u001b[2J\\u0007',
    at: [2, 10],
  },
  {title: 'a project of two lines', yaml: GOOD.replace('acme', '"a\\nb"'), message: '"a\\nb"', at: [2, 10]},
  {title: 'a project like a flag', yaml: GOOD.replace('acme', '--yes'), message: '"--yes"', at: [2, 10]},
  {title: 'constructor as project', yaml: GOOD.replace('acme', 'constructor'), message: '"constructor"', at: [2, 10]},
  {
    title: 'one address for two environments',
    yaml: `${HEAD}organization: { email: aws@acme.dev }\nenvironments: { dev: { region: eu-west-1 }, prod: { region: eu-west-1 } }\n`,
    message: 'organization.email is the same for dev and prod, must contain {env}',
  },
  {
    title: 'an address that another environment has',
    yaml: `${HEAD}${ORG}environments: { dev: { region: eu-west-1 }, prod: { region: eu-west-1, email: AWS+dev@acme.dev } }\n`,
    message: ['environments.prod.email', 'environments.dev'],
    at: [5, 79],
  },
  {
    title: 'an address of 65 characters once the name is in it',
    yaml: `${HEAD}organization: { email: "${long(52)}+{env}@acme.dev" }\n${DEV}`,
    message: 'have at most 64 characters, it has 65',
    at: [4, 24],
    hint: 'no longer address',
  },
  {
    title: 'an account id with a leading zero, not between quotes',
    yaml: `${HEAD}${ORG}environments: { dev: { region: eu-west-1, account: 012345678901 } }\n`,
    message: 'environments.dev.account is 012345678901, must be a text',
    at: [5, 52],
    hint: '"012345678901"',
  },
  {
    title: 'a zone as region',
    yaml: GOOD.replace('eu-west-1', 'eu-west-1a'),
    message: '"eu-west-1a"',
    at: [5, 32],
    hint: 'eu-west-1',
  },
  {
    title: 'yes as a truth',
    yaml: GOOD.replace('eu-west-1', 'eu-west-1, protected: yes'),
    message: 'must be true or false',
    at: [5, 54],
  },
  {
    title: 'an output outside of the project',
    yaml: `${GOOD}outputs: [{ format: amplify, path: ../../.ssh/config }]\n`,
    message: ['outputs[0].path', 'must stay inside the project'],
    at: [6, 36],
  },
  {
    title: 'a user in an environment that does not exist',
    yaml: `${GOOD}users: { al: { environments: [prd] } }\n`,
    message: ['users.al.environments[0] is "prd"', 'must be an environment of this file'],
    at: [6, 31],
  },
  {
    title: 'a callback that is a script',
    yaml: `${GOOD}auth: { clients: { web: { callbackUrls: ["javascript:alert(1)"] } } }\n`,
    message: 'javascript:alert(1)',
    at: [6, 42],
  },
  {
    title: 'a table for all',
    yaml: `${GOOD}access: { authenticated: [{ dynamodb: { table: "*", owner: identity } }] }\n`,
    message: 'table is "*"',
    at: [6, 48],
  },
]
