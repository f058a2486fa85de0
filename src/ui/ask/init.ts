import {
  checkAnswer,
  namesIn,
  suggestRegion,
  type CompleteAnswers,
  type InitAnswers,
  type Target,
} from '../../lib/index.js'
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
    project ??
    (await askText('Name of the project:', {...asking, flag: 'project', example: 'acme', check: check('project')}))
  const chosenEmail =
    email ??
    (await askText('E-mail address of the accounts, with {env} in it:', {
      ...asking,
      flag: 'email',
      example: `'aws+{env}@${chosenProject}.dev'`,
      check: check('email'),
    }))
  const chosenEnvironments =
    environments ?? (everythingSaid || !interactive ? DEFAULT_ENVIRONMENTS : await askEnvironments(asking))
  const chosenRegion = region ?? (await regionFor(asking, !everythingSaid && interactive))
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
  const suggested = DEFAULT_ENVIRONMENTS.join(' ')
  return namesIn(await askText('Environments:', {...asking, flag: 'env', suggested, check: check('environments')}))
}

async function regionFor(asking: Asker, isAsked: boolean): Promise<string> {
  const suggested = await suggestRegion(process.env, isAsked)
  return isAsked ? askText('Region:', {...asking, flag: 'region', suggested, check: check('region')}) : suggested
}

async function askTarget(asking: Asker): Promise<Target> {
  const choice = await askChoice('Where?', {...asking, flag: 'sandbox', choices: [SANDBOX, AWS]})
  return choice === SANDBOX ? 'sandbox' : 'aws'
}

// The manifest's own rules: what is asked again at once is what would be refused at the end.
const check =
  (question: keyof InitAnswers) =>
  (text: string): Promise<string | undefined> =>
    checkAnswer(question, text)
