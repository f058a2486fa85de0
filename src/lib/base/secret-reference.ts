/** Where a secret is kept. The secret itself is never in awsup.yaml; it is looked up when it is needed. */
export type SecretReference =
  /** The name of a parameter in the environment's account. */
  | {readonly ssm: string}
  /** The name or ARN of a secret in the environment's account; `key` names a field of a JSON one. */
  | {readonly secretsManager: string; readonly key?: string | undefined}
  /** The name of an environment variable of the person who runs awsup. */
  | {readonly env: string}
  | {readonly stdin: true}
