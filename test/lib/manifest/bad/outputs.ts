import type {BadInput} from './input.js'
import {manifest} from '../samples.js'

const output = (value: string) => manifest({outputs: `[${value}]`})
const values = (value: string) => manifest({values: value})
const NAME = 'which must be 1–64 letters, digits, hyphens and underscores that begin with a letter'

/** What `outputs` and `values` cannot be. */
export const BAD_OUTPUTS: readonly BadInput[] = [
  {
    title: 'a file for front ends where no app client is for one',
    yaml: manifest({
      outputs: '[{ format: shell, path: env.sh }, { format: amplify-ts, path: a.ts }]',
      auth: '{ clients: { api: { type: server } } }',
    }),
    message:
      'outputs[1].format is amplify-ts, which is for front ends, and dev has app clients of servers and machines alone',
    at: [5, 54],
    hint: 'auth.clients: { web: { type: web } }',
  },
  {
    title: 'two app clients of one variable',
    yaml: manifest({auth: '{ clients: { my-app: {}, my_app: {} } }'}),
    message: 'auth.clients.my_app is USER_POOL_CLIENT_ID_MY_APP as an environment variable, and so is my-app',
    at: [5, 40],
    hint: 'Rename one of them.',
  },
  {
    title: 'an endpoint with a path',
    yaml: output('{ format: json, path: a.json, endpoint: "http://127.0.0.1:4566/aws" }'),
    message: 'outputs[0].endpoint is "http://127.0.0.1:4566/aws", must be a URL with scheme, host and port alone',
    at: [5, 51],
    hint: 'http://127.0.0.1:4566',
  },
  {
    title: 'an endpoint with a password',
    yaml: output('{ format: json, path: a.json, endpoint: "http://a:b@127.0.0.1:4566" }'),
    message: 'outputs[0].endpoint is "http://a:b@127.0.0.1:4566", must be a URL with scheme, host and port alone',
    at: [5, 51],
  },
  {
    title: 'an endpoint where it means nothing',
    yaml: output('{ format: dotenv, path: .env, prefix: A_, endpoint: "http://127.0.0.1:4566" }'),
    message: 'outputs[0].endpoint means nothing for the format dotenv',
    at: [5, 63],
  },
  {
    title: 'a framework that nobody knows',
    yaml: output('{ format: dotenv, path: .env, framework: nextjs }'),
    message: 'outputs[0].framework is "nextjs", must be vite, next, nuxt, expo, cra, sveltekit or astro',
    at: [5, 52],
    hint: 'next',
  },
  {
    title: 'a framework and a prefix',
    yaml: output('{ format: dotenv, path: .env, framework: vite, prefix: A_ }'),
    message: 'outputs[0].prefix cannot be combined with framework, which means VITE_',
    at: [5, 66],
  },
  {
    title: 'a framework where it means nothing',
    yaml: output('{ format: shell, path: env.sh, framework: vite }'),
    message: 'outputs[0].framework means nothing for the format shell',
    at: [5, 53],
  },
  {
    title: 'a version that is not out yet',
    yaml: output('{ format: amplify, path: a.json, version: "1.6" }'),
    message: 'outputs[0].version is "1.6", must be 1, 1.1, 1.2, 1.3, 1.4 or 1.5',
    at: [5, 53],
  },
  {
    title: 'a version that YAML takes for a number',
    yaml: output('{ format: amplify, path: a.json, version: 1.4 }'),
    message: 'outputs[0].version is 1.4, must be a text',
    at: [5, 53],
    hint: '"1.4"',
  },
  {
    title: 'a TypeScript file with another ending',
    yaml: output('{ format: typescript, path: src/awsup.js }'),
    message: 'outputs[0].path is "src/awsup.js", must end in .ts',
    at: [5, 39],
  },
  {
    title: 'a declaration file for a module',
    yaml: output('{ format: amplify-ts, path: src/awsup.d.ts }'),
    message: 'outputs[0].path is "src/awsup.d.ts", must end in .ts',
    at: [5, 39],
  },
  {
    title: 'aws-exports that no bundler takes for a module',
    yaml: output('{ format: aws-exports, path: src/aws-exports.json }'),
    message: 'outputs[0].path is "src/aws-exports.json", must end in .js or .ts',
    at: [5, 40],
  },
  {
    title: 'a Dart file with another ending',
    yaml: output('{ format: amplifyconfiguration-dart, path: lib/a.json }'),
    message: 'outputs[0].path is "lib/a.json", must end in .dart',
    at: [5, 54],
  },
  {
    title: 'Terraform variables where Terraform does not look',
    yaml: output('{ format: tfvars, path: infra/dev.tf }'),
    message: 'outputs[0].path is "infra/dev.tf", must end in .tfvars or .tfvars.json',
    at: [5, 35],
  },
  {
    title: 'a value that no dotenv file can hold',
    yaml: values('{ note: "a`b" }'),
    message: 'values.note is "a`b", must have no backtick and no backslash at the end',
    at: [5, 17],
  },
  {
    title: 'a value that is a number',
    yaml: values('{ retries: 3 }'),
    message: 'values.retries is 3, must be a text',
    at: [5, 20],
    hint: '"3"',
  },
  {
    title: 'a value of two lines',
    yaml: values('{ note: "a\\nb" }'),
    message: 'values.note is "a\\nb", must be one line of 1–1024 characters',
    at: [5, 17],
  },
  {
    title: 'a value with a placeholder that nobody fills',
    yaml: values('{ bucket: "acme-{stage}" }'),
    message: 'values.bucket is "acme-{stage}", must have no braces but {env} and {project}',
    at: [5, 19],
  },
  {
    title: 'a value with a space in its name',
    yaml: values('{ todos table: a }'),
    message: `values has the name "todos table", ${NAME}`,
    at: [5, 11],
  },
  {
    title: 'a value that has the name of an id',
    yaml: values('{ userPoolId: a }'),
    message: 'values has the name "userPoolId", which must be another: outputs have an id of that name',
    at: [5, 11],
  },
  ...['tableNames', 'table-arns', 'bucketNames', 'BUCKET_ARNS'].map((name) => ({
    title: `a value ${name}, which .tfvars files say of data`,
    yaml: values(`{ ${name}: a }`),
    message: `values has the name "${name}", which must be another: outputs have an id of that name`,
    at: [5, 11] as const,
  })),
  {
    title: 'a value that a shell goes by',
    yaml: manifest({values: '{ path: a }', outputs: '[{ format: shell, path: env.sh }]'}),
    message: 'values.path is PATH in env.sh, which shells and programs go by',
    at: [5, 17],
    hint: 'outputs[0].prefix',
  },
  {
    title: 'a value that programs go by, with the prefix of an output',
    yaml: manifest({values: '{ preload: a }', outputs: '[{ format: shell, path: env.sh, prefix: LD_ }]'}),
    message: 'values.preload is LD_PRELOAD in env.sh, which shells and programs go by',
    at: [5, 20],
  },
  {
    title: 'a value that no variable of Terraform can be called',
    yaml: manifest({values: '{ version: a }', outputs: '[{ format: tfvars, path: a.tfvars }]'}),
    message: 'values.version is version in a.tfvars, which no variable of Terraform can be called',
    at: [5, 20],
  },
  {
    title: 'a value for one environment alone',
    yaml: manifest({
      environments: '{ dev: { region: eu-west-1 }, prod: { region: eu-west-1 } }',
      values: '{ api: { dev: a } }',
    }),
    message: 'values.api has no text for prod',
    at: [5, 16],
    hint: 'environments.prod.values.api',
  },
  {
    title: 'a value of an environment alone that no other has',
    yaml: manifest({environments: '{ dev: { region: eu-west-1, values: { api: a } }, prod: { region: eu-west-1 } }'}),
    message: 'values.api has no text for prod',
    at: [4, 58],
  },
  {
    title: 'a value for an environment that is none',
    yaml: manifest({values: '{ api: { dev: a, prd: b } }'}),
    message: 'values.api.prd is no environment of awsup.yaml',
    at: [5, 31],
  },
  {
    title: 'a value for environments of which none is known',
    yaml: manifest({values: '{ api: { staging: a } }'}),
    message: 'values.api.staging is no environment of awsup.yaml',
    at: [5, 27],
  },
  {
    title: 'a value that is a list',
    yaml: manifest({values: '{ api: [a] }'}),
    message: 'values.api is a list, must be a text',
    at: [5, 16],
  },
  {
    title: 'values of an environment that are one variable with those of all',
    yaml: manifest({
      environments: '{ dev: { region: eu-west-1, values: { todos_table: a } } }',
      values: '{ todosTable: b }',
    }),
    message:
      'environments.dev has the values todosTable and todos_table, which are both TODOS_TABLE as an environment variable',
    at: [4, 66],
  },
  {
    title: 'two values that are one environment variable',
    yaml: values('{ todosTable: a, todos-table: b }'),
    message: 'values has todosTable and todos-table, which are both TODOS_TABLE as an environment variable',
    at: [5, 9],
  },
]
