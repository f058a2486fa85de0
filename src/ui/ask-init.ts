import type {CompleteAnswers, InitAnswers, Target} from '../lib/index.js'
import {askChoice, askText, type Asker} from './ask.js'

type Answered = CompleteAnswers & {readonly target: Target | undefined}

const SANDBOX = 'the embedded sandbox: nothing reaches AWS, nothing costs anything'
const AWS = 'AWS, with the credentials of this shell'

/**
 * The answers that `org init` still lacks: asked where somebody is there to ask. Throws UsageError that names the flag.
 */
export async function askInit(
  {project, email, environments, region, target}: InitAnswers & {readonly target: Target | undefined},
  {interactive, signal}: Asker,
): Promise<Answered> {
  const asking = {interactive, signal}
  const everythingSaid = project !== undefined && email !== undefined
  const chosenProject =
    project ?? (await askText('Name of the project:', {...asking, flag: 'project', example: 'acme', check: checkName}))
  const chosenEmail =
    email ??
    (await askText('E-mail address of the accounts, with {env} in it:', {
      ...asking,
      flag: 'email',
      example: `'aws+{env}@${chosenProject}.dev'`,
      check: checkEmail,
    }))
  const chosenEnvironments =
    environments ?? (everythingSaid || !interactive ? DEFAULT_ENVIRONMENTS : await askEnvironments(asking))
  const suggested = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1'
  const chosenRegion =
    region ??
    (everythingSaid || !interactive
      ? suggested
      : await askText('Region:', {...asking, flag: 'region', suggested, check: checkRegion}))
  const chosenTarget = target ?? (everythingSaid || !interactive ? undefined : await askTarget(asking))
  return {
    project: chosenProject,
    email: chosenEmail,
    environments: chosenEnvironments,
    region: chosenRegion,
    target: chosenTarget,
  }
}

const DEFAULT_ENVIRONMENTS = ['dev', 'prod']

async function askEnvironments(asking: Asker): Promise<readonly string[]> {
  const text = await askText('Environments:', {...asking, flag: 'env', suggested: DEFAULT_ENVIRONMENTS.join(' ')})
  return text.split(/[\s,]+/).filter((name) => name !== '')
}

async function askTarget(asking: Asker): Promise<Target> {
  const choice = await askChoice('Where?', {...asking, flag: 'sandbox', choices: [SANDBOX, AWS]})
  return choice === SANDBOX ? 'sandbox' : 'aws'
}

// Only what saves a second round of questions: the manifest's own rules are the ones that count.
const checkName = (text: string): string | undefined =>
  /^[a-z][a-z0-9-]{1,23}$/.test(text) ? undefined : '2 to 24 lower-case letters, digits and hyphens, a letter first'
const checkEmail = (text: string): string | undefined =>
  /^[^\s@"'()<>[\]:;,\\|%&]+@[^\s@]+\.[^\s@]+$/.test(text) && text.includes('{env}')
    ? undefined
    : 'an address with {env} in it, for example aws+{env}@acme.dev'
const checkRegion = (text: string): string | undefined =>
  /^[a-z]{2}(-[a-z]+)+-\d$/.test(text) ? undefined : 'a region such as eu-west-1'
