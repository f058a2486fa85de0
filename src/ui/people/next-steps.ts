import {renderSafe} from '../text/safe.js'

/** A person who was made, and what was made for signing in. */
export interface Newcomer {
  readonly name: string
  readonly project: string
  /** Environment → role, at least one. */
  readonly roles: ReadonlyMap<string, string>
  /** Twelve digits: where the person signs in. */
  readonly accountId: string
  readonly isNew: boolean
  readonly hasNewPassword: boolean
  readonly hasNewKey: boolean
  /** Whether people sign in with IAM Identity Center; absent: as IAM users. */
  readonly withCenter?: boolean
}

/** What a person does first, as plain text to send along: there is no secret in it. */
export function renderNextSteps(newcomer: Newcomer): string {
  const roles = [...newcomer.roles].map(([environment, role]) => `${renderSafe(role)} in ${renderSafe(environment)}`)
  const [first = ''] = [...newcomer.roles.keys()]
  const steps = newcomer.withCenter
    ? stepsWithCenter(newcomer.project)
    : [
        signIn(newcomer),
        'In the console, open "Security credentials" (top right, under your name) and add an authenticator app as MFA device: passkeys and security keys do not work on the command line. Sign out, and sign in again with a code.',
        'Install the AWS CLI, and awsup: npm install --global awsup',
        `${newcomer.hasNewKey ? 'Take the access key that you get separately' : 'Take your access key (without one, create it under "Security credentials")'}, and give it to the AWS CLI: aws configure`,
      ]
  const last = `In the folder of the project, which has the awsup.yaml: awsup exec ${renderSafe(first)} -- aws sts get-caller-identity`
  return [
    `${renderSafe(newcomer.name)}, these are your first steps in ${renderSafe(newcomer.project)}. You are ${roles.join(', ')}.`,
    ...[...steps, last].map((step, index) => `${index + 1}. ${step}`),
    newcomer.withCenter
      ? 'awsup says as which role you work. MFA is asked for in the browser.'
      : 'awsup asks for a code of your authenticator app, and says as which role you work.',
  ].join('\n')
}

/** Passwords and MFA are those of the portal. */
const stepsWithCenter = (project: string): readonly string[] => [
  'Accept the invitation to the AWS access portal that your administrator sends you, choose a password, and register an MFA device.',
  'Install the AWS CLI (version 2.9 or later), and awsup: npm install --global awsup',
  `In the folder of the project: awsup profiles sync, then sign in: aws sso login --sso-session ${renderSafe(project)}`,
]

function signIn({name, accountId, isNew, hasNewPassword}: Newcomer): string {
  const where = `https://${accountId}.signin.aws.amazon.com/console as ${renderSafe(name)}`
  if (hasNewPassword)
    return `Sign in at ${where}, with the one-time password that you get separately, and choose a password of your own.`
  return isNew
    ? `Ask your administrator for a console password, and sign in at ${where}: an authenticator app can be added only there.`
    : `Sign in at ${where}.`
}

/** The text, with what it is for in front of it. */
export const renderToSend = (name: string, nextSteps: string): string =>
  `Send to ${renderSafe(name)} (there are no secrets in it):\n\n${nextSteps}`
