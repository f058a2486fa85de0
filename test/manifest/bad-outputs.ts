import type {BadInput} from './bad-input.js'
import {manifest} from './samples.js'

const output = (value: string) => manifest({outputs: `[${value}]`})
const values = (value: string) => manifest({values: value})
const NAME = 'which must be 1–64 letters, digits, hyphens and underscores that begin with a letter'

/** What `outputs` and `values` cannot be. */
export const BAD_OUTPUTS: readonly BadInput[] = [
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
  {
    title: 'two values that are one environment variable',
    yaml: values('{ todosTable: a, todos-table: b }'),
    message: 'values has todosTable and todos-table, which are both TODOS_TABLE as an environment variable',
    at: [5, 9],
  },
]
