import {BAD_WORDS, type BadWord, type Refusal, type Worlds} from './runner.js'

/** A command line that is refused, from where, and what the reader is told. */
export interface BadArguments extends Refusal {
  readonly title: string
  /** `made` when absent. */
  readonly from?: keyof Worlds
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

const ALL_WORDS = Object.keys(BAD_WORDS) as readonly BadWord[]
const SOME_WORDS: readonly BadWord[] = ['nothing', 'an escape sequence', 'constructor']
const long = (length: number): string => 'a'.repeat(length)
const INIT = ['org', 'init', '--sandbox', '--yes']
const init = (flags: Readonly<Record<string, string>>): readonly string[] => [
  ...INIT,
  ...Object.entries({'--project': 'acme', '--email': 'aws+{env}@acme.dev', ...flags}).flat(),
]
const POOL = ['--pool', '--env', 'dev', '--suppress-invite']

const words = (
  what: string,
  {
    which = SOME_WORDS,
    args,
    ...rest
  }: {which?: readonly BadWord[]; args: (word: string) => readonly string[]} & Omit<BadArguments, 'title' | 'args'>,
): readonly BadArguments[] => which.map((name) => ({title: `${what}: ${name}`, args: args(BAD_WORDS[name]), ...rest}))

const NO_ENVIRONMENT = {code: 'NO_ENVIRONMENT', message: 'there is no environment "', hint: 'It has: dev, prod.'}

const ENVIRONMENTS: readonly BadArguments[] = [
  ...words('env switch', {...NO_ENVIRONMENT, which: ALL_WORDS, args: (word) => ['env', 'switch', word]}),
  {...NO_ENVIRONMENT, title: 'env switch: a name too long', args: ['env', 'switch', long(3000)], message: 'aaa…"'},
  ...words('env doctor', {...NO_ENVIRONMENT, args: (word) => ['env', 'doctor', word]}),
  ...words('env diff', {...NO_ENVIRONMENT, args: (word) => ['env', 'diff', 'dev', word]}),
  ...words('env remove', {...NO_ENVIRONMENT, args: (word) => ['env', 'remove', word, '--confirm', word]}),
  ...words('auth diff', {...NO_ENVIRONMENT, args: (word) => ['auth', 'diff', word, 'prod']}),
  ...words('env add', {
    args: (word) => ['env', 'add', word, '--yes'],
    message: ['environments has', '1–16 lower-case letters'],
    hint: 'For example: dev',
  }),
  ...words('deploy', {...NO_ENVIRONMENT, args: (word) => ['deploy', word]}),
  ...words('deployments list', {...NO_ENVIRONMENT, args: (word) => ['deployments', 'list', word]}),
  ...words('deployments rollback', {...NO_ENVIRONMENT, args: (word) => ['deployments', 'rollback', word]}),
  ...words('env show', {...NO_ENVIRONMENT, args: (word) => ['env', 'show', word]}),
  ...words('exec', {...NO_ENVIRONMENT, args: (word) => ['exec', word, '--', 'true']}),
  ...words('credentials', {...NO_ENVIRONMENT, args: (word) => ['credentials', word]}),
  ...words('console', {...NO_ENVIRONMENT, args: (word) => ['console', word]}),
  ...words('console --service', {
    // What has the shape of a name is handed on: AWS has services that awsup does not know.
    which: SOME_WORDS.filter((word) => word !== 'constructor'),
    args: (word) => ['console', 'dev', '--service', word],
    message: ['--service ', 'is no name of a service'],
    hint: '--service s3',
  }),
  ...words('shell', {...NO_ENVIRONMENT, args: (word) => ['shell', word]}),
  ...words('export terraform --env', {...NO_ENVIRONMENT, args: (word) => ['export', 'terraform', '--env', word]}),
  ...words('user create --env', {...NO_ENVIRONMENT, args: (word) => ['user', 'create', 'al', '--env', word]}),
  ...words('user list --env', {...NO_ENVIRONMENT, args: (word) => ['user', 'list', '--env', word]}),
  ...words('destroy --env', {...NO_ENVIRONMENT, args: (word) => ['destroy', '--env', word, '--yes']}),
  ...words('plan --env', {...NO_ENVIRONMENT, args: (word) => ['plan', '--env', word]}),
  ...words('apply --env', {...NO_ENVIRONMENT, args: (word) => ['apply', '--env', 'dev', '--env', word, '--yes']}),
  {
    ...NO_ENVIRONMENT,
    title: 'user create --pool --env: one of two that does not exist',
    args: ['user', 'create', 'bob@acme.dev', '--pool', '--env', 'dev', '--env', 'nope'],
    message: '"nope"',
  },
  {
    ...NO_ENVIRONMENT,
    title: 'user delete --pool --env: one that does not exist',
    args: ['user', 'delete', 'bob@acme.dev', '--pool', '--env', 'nope', '--confirm', 'bob@acme.dev'],
    message: '"nope"',
  },
  {
    title: 'user create: no environment, and nobody to ask',
    args: ['user', 'create', 'al'],
    message: 'a value for --env is needed',
    hint: '--env dev',
  },
  {
    title: 'destroy: a protected environment',
    args: ['destroy', '--env', 'prod', '--yes', '--confirm', 'prod'],
    exit: 5,
    code: 'PROTECTED',
    message: 'environment prod is protected',
    hint: 'environments.prod',
  },
  {
    title: 'destroy: another name is confirmed than what would go',
    args: ['destroy', '--env', 'dev', '--yes', '--confirm', '\u001b[2J'],
    message: ['--confirm says "\\u001b[2J"', '"dev" is what would go'],
    hint: '--confirm dev',
  },
  ...['env switch', 'exec', 'credentials', 'console'].map((command) => ({
    title: `${command}: an environment that was never made`,
    from: 'unmade' as const,
    args: [...command.split(' '), 'dev', ...(command === 'exec' ? ['--', 'true'] : [])],
    exit: 5,
    code: 'NOT_MADE',
    message: 'environment dev has no ids on record yet',
    hint: 'awsup apply --env dev',
  })),
  {
    title: 'user create --pool: an environment that was never made',
    from: 'unmade',
    args: ['user', 'create', 'bob@acme.dev', ...POOL],
    exit: 5,
    code: 'NOT_MADE',
    message: 'environment dev has no ids on record yet',
    hint: 'awsup apply --env dev',
  },
  {
    title: 'user list --pool: an environment that was never made',
    from: 'unmade',
    args: ['user', 'list', '--pool', '--env', 'dev'],
    exit: 5,
    code: 'NOT_MADE',
    message: 'environment dev has no ids on record yet',
    hint: 'awsup apply --env dev',
  },
]

const IAM_NAME = '1–64 letters, digits and _+=.@-'

const USERS: readonly BadArguments[] = [
  ...words('user create', {
    which: ALL_WORDS,
    args: (word) => ['user', 'create', word, '--env', 'dev'],
    message: ['users has', IAM_NAME],
    hint: 'For example: alice',
  }),
  {title: 'user create: 65 characters', args: ['user', 'create', long(65), '--env', 'dev'], message: IAM_NAME},
  {
    title: 'user create: what looks like a flag',
    args: ['user', 'create', '-x', '--env', 'dev'],
    message: 'unknown flag -x',
    hint: 'awsup user create --help',
  },
  ...words('user create --group', {
    args: (word) => ['user', 'create', 'al', '--env', 'dev', '--group', word],
    message: 'users.al.groups[0] is ',
    hint: 'For example: developers',
  }),
  {
    title: 'user create --group: one that does not exist',
    args: ['user', 'create', 'al', '--env', 'dev', '--group', 'developer'],
    message: '"developer", must be a group',
    hint: 'Did you mean "developers"?',
  },
  ...words('user create --pool', {
    which: ALL_WORDS.filter((word) => word !== '__proto__' && word !== 'constructor' && word !== 'a path'),
    args: (word) => ['user', 'create', word, ...POOL],
    message: 'can be no user of a user pool',
  }),
  ...words('user create --pool, where people sign in by e-mail', {
    which: ['__proto__', 'constructor', 'a path'],
    args: (word) => ['user', 'create', word, ...POOL],
    message: 'can not sign in to dev: the name must be an e-mail address',
    hint: 'bob@example.com',
  }),
  {
    title: 'user create --pool: 129 characters',
    args: ['user', 'create', `${long(120)}@acme.dev`, ...POOL],
    message: ['aaa…"', '1–128 characters'],
  },
  ...words('user create --email', {
    args: (word) => ['user', 'create', 'bob@acme.dev', ...POOL, '--email', word],
    message: ['--email says "', 'no e-mail address'],
    hint: '--email bob@example.com',
  }),
  {
    title: 'user create --pool --group: one that the pool lacks',
    args: ['user', 'create', 'bob@acme.dev', ...POOL, '--group', 'admins'],
    message: 'the user pool of dev has no group "admins"',
    hint: 'auth.groups',
  },
  {
    title: 'user create --email without --pool',
    args: ['user', 'create', 'al', '--env', 'dev', '--email', 'al@acme.dev'],
    message: '--pool',
    hint: 'awsup user create --help',
  },
  {
    title: 'user create --pool --console: two that exclude each other',
    args: ['user', 'create', 'bob@acme.dev', ...POOL, '--console'],
    message: '--console',
  },
  {
    title: 'user create --password-stdin: no password',
    args: ['user', 'create', 'bob@acme.dev', ...POOL, '--password-stdin'],
    message: 'stdin has no password',
  },
  {
    title: 'user create --password-stdin: one that breaks the rules of the pool',
    args: ['user', 'create', 'bob@acme.dev', ...POOL, '--password-stdin'],
    input: 'short\n',
    message: ['the password is not one for the user pool of dev', 'a capital letter'],
    hint: 'auth.password',
  },
  {
    title: 'user create --password-stdin: five kilobytes',
    args: ['user', 'create', 'bob@acme.dev', ...POOL, '--password-stdin'],
    input: long(5000),
    message: 'stdin is longer than 4096 bytes',
  },
  {
    title: 'user create --secrets-file: a file that exists',
    args: ['user', 'create', 'al', '--env', 'dev', '--access-key', '--secrets-file', 'awsup.yaml'],
    message: '--secrets-file awsup.yaml cannot be made',
    hint: 'does not exist yet',
  },
  {
    title: 'user create --secrets-file: no name',
    args: ['user', 'create', 'al', '--env', 'dev', '--access-key', '--secrets-file', ''],
    message: '--secrets-file "" cannot be made',
    hint: 'does not exist yet',
  },
  {
    title: 'user create --secrets-file: a name too long for any disk',
    args: ['user', 'create', 'al', '--env', 'dev', '--access-key', '--secrets-file', long(300)],
    message: 'cannot be made',
  },
  {
    title: 'user create --secrets-file: no secret to put there',
    args: ['user', 'create', 'al', '--env', 'dev', '--secrets-file', 'secrets.json'],
    message: '--secrets-file has nothing to hold',
    hint: '--access-key',
  },
  {title: 'onboard: no file', args: ['onboard'], message: 'missing <file>'},
  ...words('onboard', {
    args: (word) => ['onboard', word],
    message: 'there is no file "',
    hint: 'name,environment,role',
  }),
  {title: 'onboard: a folder', args: ['onboard', '.'], message: '"." is a folder, not a regular file'},
  {
    title: 'onboard: awsup.yaml itself',
    args: ['onboard', 'awsup.yaml'],
    message: 'awsup.yaml has ',
    code: 'TEAM_FILE',
    hint: 'Nothing was changed.',
  },
  ...words('user delete', {
    args: (word) => ['user', 'delete', word, '--confirm', word],
    message: ['there is no user "', 'awsup.yaml'],
    hint: 'no users',
  }),
  {
    title: 'user delete: another name is confirmed',
    args: ['user', 'delete', 'al', '--confirm', 'bob'],
    message: '--confirm says "bob", but "al" is what would go',
  },
  ...[
    ['keys', 'list'],
    ['keys', 'rotate'],
    ['disable', '--yes'],
    ['enable', '--yes'],
    ['reset', '--yes'],
  ].flatMap(([first = '', second = '']) => {
    const command = second === '--yes' ? [first] : [first, second]
    const rest = second === '--yes' ? [second] : []
    return words(`user ${command.join(' ')}`, {
      args: (word) => ['user', ...command, word, ...rest],
      message: ['there is no user "', 'awsup.yaml'],
    })
  }),
  ...words('user delete --pool', {
    which: ['nothing', 'an escape sequence', 'a newline', 'a space'],
    args: (word) => ['user', 'delete', word, '--pool', '--env', 'dev', '--confirm', word],
    message: 'can be no user of a user pool',
  }),
  {
    title: 'user delete --pool without --env',
    args: ['user', 'delete', 'bob@acme.dev', '--pool', '--confirm', 'bob@acme.dev'],
    message: '--env',
  },
]

const AUTH: readonly BadArguments[] = [
  ...words('auth attribute add', {
    args: (word) => ['auth', 'attribute', 'add', word, '--env', 'dev', '--yes'],
    message: ['environments.dev.auth.attributes has ', '1–20 letters, digits'],
    hint: 'For example: tenant',
  }),
  ...['rotate-secret', 'secret'].flatMap((name) =>
    words(`auth client ${name}`, {
      args: (word) => ['auth', 'client', name, word, '--env', 'dev'],
      message: 'dev has no app client "',
      hint: 'No client here has one.',
    }),
  ),
]

const IMPORTS: readonly BadArguments[] = [
  ...words('import pool', {
    args: (word) => ['import', 'pool', word, '--env', 'dev'],
    message: ['the user pool is "', 'must be the id of a user pool'],
    hint: 'awsup import pool eu-west-1_',
  }),
  ...(['table', 'bucket'] as const).flatMap((sort) =>
    words(`import ${sort}`, {
      args: (word) => ['import', sort, word, '--env', 'dev'],
      message: [`the ${sort} is "`, 'must be 3–'],
      hint: `awsup import ${sort} `,
    }),
  ),
  {
    title: 'import amplify: nothing of that name',
    args: ['import', 'amplify', 'no\u001bpe', '--env', 'dev'],
    message: 'there is no no\u001bpe',
    hint: 'Name the folder of the Amplify project.',
  },
  {
    title: 'import organization: no file of that name',
    args: ['import', 'organization', 'no\u001bpe'],
    message: 'there is no no\u001bpe',
    hint: 'Name a file that exists.',
  },
]

const CONTRADICTS = {hint: 'awsup.yaml is what counts now'}

const ORG_INIT: readonly BadArguments[] = [
  ...words('org init --project', {
    which: ALL_WORDS,
    from: 'empty',
    args: (word) => init({'--project': word}),
    message: ['project is ', 'must be 2–24 lower-case letters'],
  }),
  {title: 'org init --project: 25 characters', from: 'empty', args: init({'--project': long(25)}), message: '2–24'},
  ...words('org init --email', {
    which: ['nothing', 'a newline', 'an escape sequence', 'text that turns around', 'a space'],
    from: 'empty',
    args: (word) => init({'--email': word}),
    message: ['organization.email becomes "', 'for dev, must '],
  }),
  {
    title: 'org init --email: one address for two accounts',
    from: 'empty',
    args: init({'--email': 'aws@acme.dev'}),
    message: 'organization.email is the same for dev and prod, must contain {env}',
  },
  {
    title: 'org init --email: 65 characters once the name is in it',
    from: 'empty',
    args: init({'--email': `${long(52)}+{env}@acme.dev`}),
    message: 'have at most 64 characters',
    hint: 'AWS takes no longer address',
  },
  ...words('org init --env', {
    which: ALL_WORDS,
    from: 'empty',
    args: (word) => init({'--env': word}),
    message: ['environments has', '1–16 lower-case letters'],
  }),
  {title: 'org init --env: 17 characters', from: 'empty', args: init({'--env': long(17)}), message: '1–16'},
  {
    title: 'org init --env: the same twice',
    from: 'empty',
    args: [...init({}), '--env', 'dev', '--env', 'dev'],
    message: 'environments.dev is given twice',
  },
  ...words('org init --region', {
    from: 'empty',
    args: (word) => init({'--region': word}),
    message: ['region is ', 'must be the code of an AWS region'],
    hint: 'eu-west-1',
  }),
  {
    title: 'org init: a region of the shell that is none',
    from: 'empty',
    args: init({}),
    env: {AWS_REGION: '\u001b[31mmars'},
    message: ['\\u001b[31mmars', 'must be the code of an AWS region'],
  },
  {
    title: 'org init: no project, and nobody to ask',
    from: 'empty',
    args: [...INIT, '--email', 'aws+{env}@acme.dev'],
    message: 'a value for --project is needed',
    hint: '--project acme',
  },
  {
    title: 'org init: no e-mail, and nobody to ask',
    from: 'empty',
    args: [...INIT, '--project', 'acme'],
    message: 'a value for --email is needed',
    hint: '--email',
  },
  ...(['--project', '--email', '--env', '--region'] as const).map((flag) => ({
    title: `org init ${flag}: otherwise than awsup.yaml says`,
    args: ['org', 'init', '--yes', flag, 'a\u001bb'],
    message: `${flag} says "a\\u001bb", but awsup.yaml says "`,
    ...CONTRADICTS,
  })),
]

const NEW: readonly BadArguments[] = [
  ...words('new', {
    which: SOME_WORDS.filter((word) => word !== 'nothing'),
    args: (word) => ['new', word],
    message: 'to be the name of the project',
    hint: '--project my-app',
  }),
  {title: 'new: an empty folder name', args: ['new', ''], message: 'is not a folder'},
  {title: 'new: no folder', args: ['new'], message: 'missing <folder>', hint: 'awsup new --help'},
  {title: 'new: capital letters', args: ['new', 'MyApp'], message: ['"MyApp"', 'lower-case'], hint: '--project my-app'},
  {title: 'new: a module of Node.js', args: ['new', 'http'], message: 'Node.js has a module of this name'},
  {title: 'new: a package that it uses', args: ['new', 'vite'], message: 'uses a package of this name'},
  {title: 'new: a template that is none', args: ['new', 'app', '--template', 'vue'], message: 'vue'},
  {title: 'new --project: a scope of npm', args: ['new', 'app', '--project', '@acme/app'], message: '--project'},
  {title: 'new --email: no {env}', args: ['new', 'app', '--email', 'aws@acme.dev'], message: '{env}'},
  {title: 'new --region: none', args: ['new', 'app', '--region', 'mars-1'], message: ['--region', 'mars-1']},
]

const COMMON: readonly BadArguments[] = [
  ...words('a command', {which: ALL_WORDS, args: (word) => [word], message: 'unknown command ', hint: 'awsup help'}),
  ...[
    {title: 'nothing', out: '', message: 'names no folder'},
    {title: 'a file', out: 'awsup.yaml', message: 'is a file'},
    {title: 'below a file', out: 'awsup.yaml/terraform', message: 'lies below a file'},
    {title: 'where the records are', out: '.awsup/sandbox', message: 'is where awsup keeps its records'},
    {title: 'a name too long for any disk', out: long(3000), message: 'is longer than a path can be'},
  ].map(({title, out, message}) => ({
    title: `export terraform --out: ${title}`,
    args: ['export', 'terraform', '--out', out],
    message,
    hint: '--out terraform',
  })),
  {title: 'a command, nearly', args: ['aply'], message: 'unknown command aply; did you mean awsup apply?'},
  {title: 'a command without its topic', args: ['init'], message: 'did you mean awsup org init?'},
  {title: 'the command of another program', args: ['autocomplete'], message: 'did you mean awsup completion?'},
  {title: 'completion: no shell of ours', args: ['completion', 'tcsh'], message: 'bash, zsh, fish, powershell'},
  {title: 'a command of a topic, nearly', args: ['env', 'swich'], message: 'did you mean awsup env switch?'},
  ...words('a command of a topic', {
    args: (word) => ['env', word],
    message: 'unknown command env ',
    hint: 'awsup help',
  }),
  {title: 'a flag, nearly', args: ['plan', '--chek'], message: 'unknown flag --chek; did you mean --check?'},
  {title: 'a flag of another command', args: ['env', 'list', '--yes'], message: 'unknown flag --yes'},
  {title: 'a flag of a topic', args: ['env', '--nope'], message: 'unknown flag --nope'},
  {title: 'a flag: __proto__', args: ['plan', '--__proto__'], message: 'unknown flag --__proto__'},
  {title: 'a flag: constructor with a value', args: ['plan', '--constructor=1'], message: 'unknown flag --constructor'},
  {title: 'a flag: an escape sequence', args: ['plan', '--\u001b[2J'], message: 'unknown flag "--\\u001b[2J"'},
  {title: 'a flag without its value', args: ['plan', '--env'], message: '--env expects a value'},
  {title: 'an argument too many', args: ['plan', 'a\u001bb'], message: 'unexpected argument "a\\u001bb"'},
  ...['env switch', 'exec', 'credentials'].map((command) => ({
    title: `${command}: no environment`,
    args: command.split(' '),
    message: 'missing <environment>',
    hint: `awsup ${command} --help`,
  })),
  {title: 'user create: no name', args: ['user', 'create'], message: 'missing <name>'},
  {title: 'user delete: no name', args: ['user', 'delete'], message: 'missing <name>'},
  {title: 'exec: no command', args: ['exec', 'dev'], message: 'no command to run', hint: 'awsup exec dev -- '},
  ...words('--project-dir', {args: (word) => ['plan', '-C', word], message: ['--project-dir ', 'is not a folder']}),
  {
    title: '--project-dir: below a file',
    args: ['plan', '-C', 'awsup.yaml/x'],
    message: 'awsup.yaml/x is not a folder',
  },
  {
    title: 'import terraform: below a file',
    args: ['import', 'terraform', 'awsup.yaml/x', '--env', 'old'],
    message: 'there is no awsup.yaml/x',
  },
  {title: '--project-dir: a file', args: ['plan', '-C', 'awsup.yaml'], message: 'awsup.yaml is not a folder'},
  ...['apply', 'plan', 'drift', 'env list', 'destroy'].map((command) => ({
    title: `${command}: no awsup.yaml anywhere`,
    from: 'empty' as const,
    args: command.split(' '),
    code: 'NO_PROJECT',
    message: 'there is no awsup.yaml in ',
    hint: 'awsup org init',
  })),
  {
    title: 'a target of the shell that is none',
    args: ['plan'],
    env: {AWSUP_TARGET: 'azure\u001b[0m'},
    message: 'AWSUP_TARGET is "azure\\u001b[0m"',
    hint: 'aws or sandbox',
  },
  {
    title: 'a deadline of the shell that is none',
    args: ['plan'],
    env: {AWSUP_READY_TIMEOUT: 'soon'},
    message: ['AWSUP_READY_TIMEOUT', 'soon'],
  },
  ...['soon', '-1', 'NaN'].map((seconds) => ({
    title: `how long AWS may take to show a change is no number: ${seconds}`,
    args: ['plan'],
    env: {AWSUP_VISIBLE_TIMEOUT: seconds},
    message: ['AWSUP_VISIBLE_TIMEOUT', seconds],
  })),
  ...['soon', '-1', '1.5', 'iam', 'iam=soon', 's3=5', 'iam=5,', 'iam=5=5'].map((lag) => ({
    title: `how late the sandbox shows what was made is no number: ${lag}`,
    args: ['plan', '--sandbox'],
    env: {AWSUP_SANDBOX_LAG: lag},
    message: ['AWSUP_SANDBOX_LAG', lag],
    hint: 'AWSUP_SANDBOX_LAG=500',
  })),
  ...['', 'http', '-1', '65536', '1.5', '0x1f'].map((port) => ({
    title: `sandbox serve --port: ${JSON.stringify(port)}`,
    args: ['sandbox', 'serve', '--port', port],
    message: ['--port', port],
  })),
  {title: 'sandbox reset: nobody to ask', args: ['sandbox', 'reset'], message: '--yes is needed', hint: '--yes'},
]

/** Anyone may add to it: every argument and flag of every command, with what it can not be. */
export const BAD_ARGUMENTS: readonly BadArguments[] = [
  ...ENVIRONMENTS,
  ...USERS,
  ...AUTH,
  ...IMPORTS,
  ...ORG_INIT,
  ...NEW,
  ...COMMON,
]
