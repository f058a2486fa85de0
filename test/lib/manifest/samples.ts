/** The manifest of the design, letter by letter. */
export const SAMPLE = `# awsup.yaml
version: 1
project: acme
organization:
  email: aws+{env}@acme.dev          # every AWS account needs an address of its own
  guardrails: [deny-leave-organization, deny-root-user]
environments:
  dev:  { region: eu-west-1 }
  prod: { region: eu-west-1, protected: true }
auth:                                 # one Cognito setup, per environment overridable under environments.<env>.auth
  signIn: [email]
  mfa: optional
  passkeys: { relyingParty: acme.dev }
  clients: { web: { callbackUrls: ["http://localhost:5173"] } }
  groups: { admins: { precedence: 1 } }
  guests: false
access:                               # compiled into the identity pool's roles: an array of policies in one role
  authenticated:
    - dynamodb: { table: todos, owner: identity }
    - s3: { bucket: "acme-{env}-uploads", owner: identity }
    - lambda: { function: resize }
users:                                # IAM users
  alice: { environments: [dev], groups: [developers] }
outputs:
  - { format: amplify, path: src/amplify_outputs.json }
  - { format: dotenv, path: .env.local, prefix: VITE_ }
`

/** The least that is a manifest; sections are replaced or added by key. */
export function manifest(sections: Readonly<Record<string, string>> = {}): string {
  const all = {
    version: '1',
    project: 'acme',
    organization: '{ email: "aws+{env}@acme.dev" }',
    environments: '{ dev: { region: eu-west-1 }, prod: { region: eu-west-1 } }',
    ...sections,
  }
  return Object.entries(all)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('')
}
