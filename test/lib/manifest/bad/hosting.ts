import type {BadInput} from './input.js'
import {manifest} from '../samples.js'

const hosting = (value: string) => manifest({hosting: value})

/** What `hosting` cannot be. */
export const BAD_HOSTING: readonly BadInput[] = [
  {
    title: 'a hosted environment that does not exist',
    yaml: hosting('{ environments: { dve: {} } }'),
    message: 'hosting.environments.dve is no environment of awsup.yaml',
    at: [5, 33],
    hint: 'Did you mean dev?',
  },
  {
    title: 'a password written out',
    yaml: hosting('{ environments: { dev: { password: hunter2 } } }'),
    message: 'hosting.environments.dev.password is a secret written out, must say where it is kept',
    at: [5, 45],
    hint: 'choose another password',
  },
  {
    title: 'a user name without a password',
    yaml: hosting('{ environments: { dev: { user: team } } }'),
    message: 'hosting.environments.dev.user is a user name without a password',
    at: [5, 41],
  },
  {
    title: 'a password in a variable of another program',
    yaml: hosting('{ environments: { dev: { password: { env: DB_PASSWORD } } } }'),
    message:
      'hosting.environments.dev.password.env is "DB_PASSWORD", must not be a variable for a secret of another program',
    at: [5, 52],
  },
  {
    title: 'a folder of the site outside the project',
    yaml: hosting('{ folder: ../dist }'),
    message: 'hosting.folder is "../dist", must stay inside the project',
    at: [5, 20],
  },
  {
    title: 'a public folder inside the built one',
    yaml: hosting('{ folder: dist, public: dist/public }'),
    message: 'hosting.folder dist and hosting.public dist/public are not two folders',
    at: [5, 34],
  },
  {
    title: 'a domain with a scheme',
    yaml: hosting('{ environments: { dev: { domain: "https://acme.dev" } } }'),
    message: 'hosting.environments.dev.domain is "https://acme.dev", must be a domain of at most 64 characters',
    at: [5, 43],
    hint: 'Lower case, without scheme and path',
  },
  {
    title: 'one domain for two sites',
    yaml: hosting('{ environments: { dev: { domain: acme.dev }, prod: { domain: acme.dev } } }'),
    message: 'hosting.environments.prod.domain is also that of dev',
    at: [5, 71],
    hint: '{env}.acme.dev',
  },
  {
    title: 'a header with a line end in its value',
    yaml: hosting('{ headers: { "**": { X-A: "a\\nb" } } }'),
    message: 'hosting.headers.\"**\".X-A is "a\\nb", must be 1–4096 characters of ASCII on one line',
    at: [5, 36],
  },
  {
    title: 'a header without a name',
    yaml: hosting('{ headers: { "**": { "X A": b } } }'),
    message: 'hosting.headers.\"**\" has the name "X A", which must be the name of a header',
    at: [5, 31],
  },
  {
    title: 'a configuration in the place of the page',
    yaml: manifest({hosting: '{ folder: dist }', outputs: '[{ format: json, path: public/index.html }]'}),
    message: 'outputs[0].path is the page of the hosted site',
    at: [6, 33],
    hint: 'public/config.json',
  },
]
