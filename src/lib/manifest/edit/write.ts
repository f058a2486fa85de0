import {MODELINE} from './modeline.js'
import {yamlText} from './text.js'
import {parseManifest} from '../parse.js'

/** What `org init` was told. */
export interface FirstManifest {
  readonly project: string
  /** With `{env}` in it when there is more than one environment. */
  readonly email: string
  readonly environments: readonly string[]
  readonly region: string
  /** `sandbox` is written into the file; aws is what a manifest means that says nothing. */
  readonly target?: 'aws' | 'sandbox' | undefined
}

// What nobody wants to lose by a slip of the hand.
const LIVE = ['prod', 'production', 'live']

/** Whether an environment of this name is protected unless somebody says otherwise. */
export const isLive = (name: string): boolean => LIVE.includes(name)

/**
 * The text of a first awsup.yaml. Pure. Throws ManifestError where an answer cannot be: the rules are
 * `parseManifest`'s.
 */
export function renderManifest({project, email, environments, region, target}: FirstManifest): string {
  const isBareEmail = /^[A-Za-z][\w+.{}@-]*$/.test(email)
  const lines = environments.map((name) => {
    const live = isLive(name) ? ', protected: true' : ''
    return `  ${yamlText(name)}: { region: ${yamlText(region)}${live} }\n`
  })
  const text = `${MODELINE}# What you want. \`awsup plan\` shows what would change, \`awsup apply\` makes it so.
version: 1
project: ${yamlText(project)}
${target === 'sandbox' ? 'target: sandbox # no AWS account is used; remove this line to use AWS\n' : ''}organization:
  email: ${isBareEmail ? email : JSON.stringify(email)} # every AWS account needs an address of its own
  guardrails: [deny-leave-organization, deny-root-user]
environments: # an AWS account each; destroy refuses what is protected
${lines.join('')}auth: # one Cognito setup; environments.<name>.auth changes it for one of them
  signIn: [email]
  mfa: optional
  clients:
    web: { callbackUrls: ["http://localhost:5173"] }
outputs: # what \`awsup env switch\` writes
  # - { format: dotenv, path: .env.local, prefix: VITE_ }
  - { format: amplify, path: amplify_outputs.json }
`
  parseManifest(text)
  return text
}
