import {manifest} from '../samples.js'

/** A manifest that is refused, and what the reader is told. */
export interface BadInput {
  readonly title: string
  readonly yaml: string
  readonly message: string
  readonly at: readonly [line: number, column: number]
  /** A part of the hint. */
  readonly hint?: string
}

const long = (length: number): string => 'a'.repeat(length)
const environments = (value: string) => manifest({environments: value})
const PROJECT = 'must be 2–24 lower-case letters, digits and hyphens that begin with a letter'
const ENVIRONMENT = 'which must be 1–16 lower-case letters, digits and hyphens that begin with a letter'
const KEYS = 'Known here: version, project,'

/** Anyone may add to it. Lines of `manifest()`: version 1, project 2, organization 3, environments 4, the rest below. */
export const BAD_INPUT: readonly BadInput[] = [
  // The file
  {title: 'an empty file', yaml: '', message: 'awsup.yaml is empty', at: [1, 1], hint: 'awsup org init'},
  {title: 'only a comment', yaml: '# nothing\n', message: 'awsup.yaml is empty', at: [1, 1]},
  {title: 'a list', yaml: '- a\n', message: 'awsup.yaml is a list, must be a mapping of keys to values', at: [1, 1]},
  {title: 'a word', yaml: 'acme\n', message: 'awsup.yaml is "acme", must be a mapping of keys to values', at: [1, 1]},
  {
    title: 'a tab',
    yaml: 'organization:\n\temail: x\n',
    message: 'awsup.yaml is not valid YAML: a tab is used to indent',
    at: [2, 1],
    hint: 'spaces',
  },
  {
    title: 'an open bracket',
    yaml: 'a: [1, 2\n',
    message:
      'awsup.yaml is not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
    at: [2, 1],
    hint: 'close every [ and { that was opened',
  },
  {
    title: 'a quote without end',
    yaml: manifest({project: '"acme'}),
    message: 'awsup.yaml is not valid YAML: a text between quotes has no end',
    at: [2, 15],
    hint: 'Look on this line and above it for the quote',
  },
  {
    title: 'a line without colon',
    yaml: 'version: 1\nproject acme\nx: 1\n',
    message: 'awsup.yaml is not valid YAML: a line is no "key: value"',
    at: [2, 1],
    hint: 'with a space after the colon',
  },
  {
    title: 'two colons',
    yaml: manifest({project: 'acme: web'}),
    message: 'awsup.yaml is not valid YAML: there is a second ": " in what should be one value',
    at: [2, 10],
    hint: 'goes between quotes',
  },
  {
    title: 'a placeholder that begins a text',
    yaml: manifest({project: '{env}-acme'}),
    message: 'awsup.yaml is not valid YAML: unexpected scalar at node end',
    at: [2, 15],
    hint: 'goes between quotes as a whole',
  },
  {
    title: 'keys at different columns',
    yaml: 'organization:\n    email: x\n  ouName: y\n',
    message: 'awsup.yaml is not valid YAML: all mapping items must start at the same column',
    at: [3, 1],
    hint: 'at the same column',
  },
  {
    title: 'two documents',
    yaml: `${manifest()}---\na: 1\n`,
    message: 'awsup.yaml is not valid YAML: it holds several documents',
    at: [5, 1],
  },
  {
    title: 'a tag',
    yaml: manifest({project: '!!js/function x'}),
    message: 'awsup.yaml is not valid YAML: it uses a tag',
    at: [2, 10],
  },
  {
    title: 'a reserved first character',
    yaml: manifest({project: '@acme'}),
    message: 'awsup.yaml is not valid YAML: a value begins with a character that YAML reserves',
    at: [2, 10],
    hint: 'quotes',
  },
  {title: 'brackets without end', yaml: '['.repeat(100_000), message: 'awsup.yaml is nested too deeply', at: [1, 1]},
  {title: 'dashes without end', yaml: '- '.repeat(100_000), message: 'awsup.yaml is nested too deeply', at: [1, 1]},
  {
    title: 'indents without end',
    yaml: Array.from({length: 1000}, (_, index) => `${' '.repeat(index)}a:`).join('\n'),
    message: 'awsup.yaml is nested too deeply',
    at: [202, 1],
  },
  {
    title: 'more than a megabyte',
    yaml: `#${long(1024 * 1024)}`,
    message: 'awsup.yaml is too large: 1048577 bytes, at most 1048576 are read',
    at: [0, 0],
  },
  {
    title: 'a bomb of aliases',
    yaml: manifest({organization: '&a { email: *a }'}),
    message: 'organization.email is a mapping, must be a text',
    at: [3, 27],
  },
  {title: 'an alias to nothing', yaml: manifest({project: '*none'}), message: 'project is empty', at: [2, 10]},

  // Keys
  {
    title: 'an unknown key',
    yaml: manifest({enviroments: '{}'}),
    message: 'enviroments is not a key that awsup knows',
    at: [5, 1],
    hint: 'Did you mean environments?',
  },
  {
    title: 'a key like no other',
    yaml: manifest({xyzzyxyzzy: '1'}),
    message: 'xyzzyxyzzy is not a key that awsup knows',
    at: [5, 1],
    hint: KEYS,
  },
  {
    title: 'an unknown key further in',
    yaml: environments('{ dev: { regoin: eu-west-1 } }'),
    message: 'environments.dev.regoin is not a key that awsup knows',
    at: [4, 24],
    hint: 'Did you mean region?',
  },
  {
    title: 'a key twice',
    yaml: `${manifest()}project: other\n`,
    message: 'project is given twice, first in line 2',
    at: [5, 1],
    hint: 'Keep one',
  },
  {
    title: 'an environment twice',
    yaml: environments('{ dev: { region: eu-west-1 }, dev: { region: eu-west-2 } }'),
    message: 'environments.dev is given twice, first in line 4',
    at: [4, 45],
  },
  {
    title: '__proto__ as a key',
    yaml: `${manifest()}__proto__: { version: 2 }\n`,
    message: '__proto__ is not a key that awsup knows',
    at: [5, 1],
  },
  {
    title: 'constructor as a key',
    yaml: environments('{ dev: { region: eu-west-1, constructor: x } }'),
    message: 'environments.dev.constructor is not a key that awsup knows',
    at: [4, 43],
  },
  {
    title: 'a merge key',
    yaml: environments('{ dev: &d { region: eu-west-1 }, prod: { <<: *d } }'),
    message: 'environments.prod.<< is not a key that awsup knows'.replace('<<', '"<<"'),
    at: [4, 56],
    hint: 'Merge keys',
  },
  {
    title: 'a key that would recolour the terminal',
    yaml: '"\\u001b[31mred": 1\n',
    message: '"\\u001b[31mred" is not a key that awsup knows',
    at: [1, 1],
  },
  {title: 'no version', yaml: 'project: acme\n', message: 'awsup.yaml has no version', at: [1, 1]},
  {
    title: 'version 2',
    yaml: manifest({version: '2'}),
    message: 'version is 2, must be 1',
    at: [1, 10],
    hint: 'newer awsup',
  },
  {
    title: 'no organization, where accounts are to be made',
    yaml: 'version: 1\nproject: acme\nenvironments: { dev: { region: eu-west-1 } }\n',
    message: 'awsup.yaml has no organization',
    at: [1, 1],
  },
  {
    title: 'another target',
    yaml: manifest({target: 'sandox'}),
    message: 'target is "sandox", must be aws or sandbox',
    at: [5, 9],
    hint: 'Did you mean sandbox?',
  },

  // project
  {title: 'an empty project', yaml: manifest({project: ''}), message: 'project is empty', at: [2, 10]},
  {
    title: 'an empty text as project',
    yaml: manifest({project: '""'}),
    message: `project is empty, ${PROJECT}`,
    at: [2, 10],
  },
  {title: 'one letter', yaml: manifest({project: 'a'}), message: `project is "a", ${PROJECT}`, at: [2, 10]},
  {
    title: 'a project too long',
    yaml: manifest({project: long(25)}),
    message: `project is "${long(25)}", ${PROJECT}`,
    at: [2, 10],
  },
  {
    title: 'a value so long that it is cut',
    yaml: manifest({project: long(500)}),
    message: `project is "${long(79)}…", ${PROJECT}`,
    at: [2, 10],
  },
  {title: 'capitals', yaml: manifest({project: 'Acme'}), message: `project is "Acme", ${PROJECT}`, at: [2, 10]},
  {title: 'a path', yaml: manifest({project: '../acme'}), message: `project is "../acme", ${PROJECT}`, at: [2, 10]},
  {title: 'NUL', yaml: manifest({project: '"ac\\0me"'}), message: `project is "ac\\u0000me", ${PROJECT}`, at: [2, 10]},
  {
    title: 'a newline',
    yaml: manifest({project: '"acme\\n"'}),
    message: `project is "acme\\n", ${PROJECT}`,
    at: [2, 10],
  },
  {
    title: 'an escape sequence',
    yaml: manifest({project: '"\\e[2Jacme"'}),
    message: `project is "\\u001b[2Jacme", ${PROJECT}`,
    at: [2, 10],
  },
  {
    title: 'text that turns around',
    yaml: manifest({project: '"ac\\u202eme"'}),
    message: `project is "ac\\u202eme", ${PROJECT}`,
    at: [2, 10],
  },
  {
    title: 'a leading hyphen',
    yaml: manifest({project: '-acme'}),
    message: `project is "-acme", ${PROJECT}`,
    at: [2, 10],
  },
  {
    title: 'a hyphen at the end',
    yaml: manifest({project: 'acme-'}),
    message: 'project is "acme-", must not end with a hyphen',
    at: [2, 10],
    hint: 'Try acme.',
  },
  {
    title: 'a word with a meaning',
    yaml: manifest({project: 'constructor'}),
    message: `project is "constructor", ${PROJECT}`,
    at: [2, 10],
  },
  {
    title: 'a number',
    yaml: manifest({project: '42'}),
    message: 'project is 42, must be a text',
    at: [2, 10],
    hint: 'quotes: "42"',
  },
  {
    title: 'true',
    yaml: manifest({project: 'true'}),
    message: 'project is true, must be a text',
    at: [2, 10],
    hint: 'quotes: "true"',
  },
  {
    title: 'a list as project',
    yaml: manifest({project: '[acme]'}),
    message: 'project is a list, must be a text',
    at: [2, 10],
  },

  // organization, addresses
  {title: 'no address', yaml: manifest({organization: '{}'}), message: 'organization lacks email', at: [3, 15]},
  {
    title: 'an unknown guardrail',
    yaml: manifest({organization: '{ email: "aws+{env}@acme.dev", guardrails: [deny-rot-user] }'}),
    message: 'organization.guardrails[0] is "deny-rot-user", must be deny-leave-organization or deny-root-user',
    at: [3, 59],
    hint: 'deny-root-user',
  },
  {
    title: 'a guardrail twice',
    yaml: manifest({organization: '{ email: "aws+{env}@acme.dev", guardrails: [deny-root-user, deny-root-user] }'}),
    message: 'organization.guardrails[1] is "deny-root-user", which is in the list already',
    at: [3, 75],
  },
  {
    title: 'guardrails that are no list',
    yaml: manifest({organization: '{ email: "aws+{env}@acme.dev", guardrails: deny-root-user }'}),
    message: 'organization.guardrails is "deny-root-user", must be a list',
    at: [3, 58],
    hint: 'brackets',
  },
  {
    title: 'one address for two environments',
    yaml: manifest({organization: '{ email: aws@acme.dev }'}),
    message: 'organization.email is the same for dev and prod, must contain {env}',
    at: [3, 24],
    hint: 'aws+{env}@acme.dev',
  },
  {
    title: 'an address that another environment has',
    yaml: environments('{ prod: { region: eu-west-1 }, staging: { region: eu-west-1, email: AWS+prod@acme.dev } }'),
    message: 'environments.staging.email is also used by environments.prod',
    at: [4, 83],
    hint: 'Every AWS account needs an address of its own',
  },
  {
    title: 'an address too long after expansion',
    yaml: manifest({
      organization: `{ email: "${long(50)}+{env}@acme.dev" }`,
      environments: '{ dev: { region: eu-west-1 }, staging: { region: eu-west-1 } }',
    }),
    message: `organization.email becomes "${long(50)}+staging@acme.dev" for staging, must have at most 64 characters, it has 67`,
    at: [3, 24],
  },
  {
    title: 'an address with no @',
    yaml: manifest({organization: '{ email: "aws+{env}.acme.dev" }'}),
    message: 'organization.email becomes "aws+dev.acme.dev" for dev, must have exactly one @',
    at: [3, 24],
  },
  {
    title: 'an address with a space',
    yaml: manifest({organization: '{ email: "aws {env}@acme.dev" }'}),
    message: 'organization.email becomes "aws dev@acme.dev" for dev, must be plain ASCII with no spaces',
    at: [3, 24],
  },
  {
    title: 'an address with no dot behind the @',
    yaml: manifest({organization: '{ email: "aws+{env}@acme" }'}),
    message:
      'organization.email becomes "aws+dev@acme" for dev, must end with a domain that has a dot, such as acme.dev',
    at: [3, 24],
  },
  {
    title: 'an address that begins with a dot',
    yaml: manifest({organization: '{ email: ".aws+{env}@acme.dev" }'}),
    message: 'organization.email becomes ".aws+dev@acme.dev" for dev, must not begin with a dot or a hyphen',
    at: [3, 24],
  },
  {
    title: 'an address with characters that AWS refuses',
    yaml: manifest({organization: '{ email: "a&b+{env}@acme.dev" }'}),
    message:
      'organization.email becomes "a&b+dev@acme.dev" for dev, must have none of " \' ( ) < > [ ] : ; , \\ | % & before the @'.replaceAll(
        '\\\\',
        '\\',
      ),
    at: [3, 24],
  },
  {
    title: 'a placeholder that means nothing',
    yaml: manifest({organization: '{ email: "aws+{stage}@acme.dev" }'}),
    message: 'organization.email is "aws+{stage}@acme.dev", must have no braces but {env} and {project}',
    at: [3, 24],
  },
  {
    title: 'an address with a newline',
    yaml: manifest({organization: '{ email: "aws+{env}\\n@acme.dev" }'}),
    message: 'organization.email becomes "aws+dev\\n@acme.dev" for dev, must be plain ASCII with no spaces',
    at: [3, 24],
  },

  // environments
  {
    title: 'no environments',
    yaml: environments('{}'),
    message: 'environments is empty, must have at least one environment',
    at: [4, 15],
  },
  {
    title: 'environments as a list',
    yaml: environments('[dev, prod]'),
    message: 'environments is a list, must be a mapping of keys to values',
    at: [4, 15],
  },
  {
    title: 'an environment with nothing',
    yaml: environments('{ dev: }'),
    message: 'environments.dev is empty',
    at: [4, 22],
  },
  {
    title: 'capitals in a name',
    yaml: environments('{ Dev: { region: eu-west-1 } }'),
    message: `environments has the name "Dev", ${ENVIRONMENT}`,
    at: [4, 17],
  },
  {
    title: 'a name too long',
    yaml: environments(`{ ${long(17)}: { region: eu-west-1 } }`),
    message: `environments has the name "${long(17)}", ${ENVIRONMENT}`,
    at: [4, 17],
  },
  {
    title: 'an empty name',
    yaml: environments('{ "": { region: eu-west-1 } }'),
    message: `environments has an empty name, ${ENVIRONMENT}`,
    at: [4, 17],
  },
  {
    title: 'a path as a name',
    yaml: environments('{ ../dev: { region: eu-west-1 } }'),
    message: `environments has the name "../dev", ${ENVIRONMENT}`,
    at: [4, 17],
  },
  {
    title: '__proto__ as a name',
    yaml: environments('{ __proto__: { region: eu-west-1 } }'),
    message: `environments has the name "__proto__", ${ENVIRONMENT}`,
    at: [4, 17],
  },
  {
    title: 'a name that awsup uses',
    yaml: environments('{ unit: { region: eu-west-1 } }'),
    message: 'environments has the name "unit", which must be another: awsup uses this one itself',
    at: [4, 17],
  },
  {
    title: 'a hyphen at the end of a name',
    yaml: environments('{ dev-: { region: eu-west-1 } }'),
    message: 'environments has the name "dev-", which must not end with a hyphen',
    at: [4, 17],
  },
  {
    title: 'no region',
    yaml: environments('{ dev: { protected: true } }'),
    message: 'environments.dev lacks region',
    at: [4, 22],
  },
  {
    title: 'a zone',
    yaml: environments('{ dev: { region: eu-west-1a } }'),
    message: 'environments.dev.region is "eu-west-1a", must be an AWS region, not a zone of one',
    at: [4, 32],
    hint: 'Did you mean eu-west-1?',
  },
  {
    title: 'a region that AWS does not have',
    yaml: environments('{ dev: { region: us-esat-1 } }'),
    message: 'environments.dev.region is "us-esat-1", must be the code of an AWS region that awsup knows',
    at: [4, 32],
    hint: 'Did you mean us-east-1?',
  },
  {
    title: 'a region of China',
    yaml: environments('{ dev: { region: cn-north-1 } }'),
    message:
      'environments.dev.region is "cn-north-1", must be a region of the commercial partition: awsup does not support AWS China',
    at: [4, 32],
  },
  {
    title: 'a region for text messages that AWS does not have',
    yaml: manifest({auth: '{ sms: { roleArn: "arn:aws:iam::012345678901:role/sms", region: eu-west-9 } }'}),
    message: 'auth.sms.region is "eu-west-9", must be the code of an AWS region that awsup knows',
    at: [5, 71],
    hint: 'Did you mean eu-west-1?',
  },
  {
    title: 'yes',
    yaml: environments('{ dev: { region: eu-west-1, protected: yes } }'),
    message: 'environments.dev.protected is "yes", must be true or false',
    at: [4, 54],
  },
  {
    title: 'an account id that is not a text',
    yaml: environments('{ dev: { region: eu-west-1, account: 012345678901 } }'),
    message: 'environments.dev.account is 012345678901, must be a text',
    at: [4, 52],
    hint: '"012345678901"',
  },
  {
    title: 'an account id too short',
    yaml: environments('{ dev: { region: eu-west-1, account: "12345678901" } }'),
    message: 'environments.dev.account is "12345678901", must be management or twelve digits between quotes',
    at: [4, 52],
  },
  {
    title: 'an address beside an account that exists',
    yaml: environments('{ dev: { region: eu-west-1, account: management, email: a@acme.dev } }'),
    message: 'environments.dev.email is the address of an account to be made, and account names one that exists',
    at: [4, 71],
    hint: 'Keep one of them',
  },
  {
    title: 'a role to enter the management account by',
    yaml: environments('{ dev: { region: eu-west-1, account: { id: management, role: Admin } } }'),
    message: 'environments.dev.account.id is "management", must be twelve digits between quotes',
    at: [4, 58],
  },
  {
    title: 'users in two environments of one account',
    yaml: manifest({
      environments:
        '{ dev: { region: eu-west-1, account: management }, prod: { region: eu-west-1, account: management } }',
      users: '{ alice: { environments: [dev] }, bob: { environments: [prod] } }',
    }),
    message: 'users.bob.environments[0] is prod, which lives in the same account as dev, where users are already',
    at: [5, 64],
    hint: 'put all users of it into dev',
  },
]
