import type {Environment} from '../../../manifest/manifest.js'
import type {EnvironmentIds} from '../../../outputs/content/ids.js'
import type {Project} from '../../../project/project.js'

/** What awsup.yaml and the records know of an environment's pools. */
export interface Known extends Pick<EnvironmentIds, 'userPoolId' | 'userPoolClientIds'> {
  readonly project: Project
  readonly environment: Environment
  /** Claims that rules, session tags or role mappings go by. */
  readonly trusted: ReadonlySet<string>
  /** `cognito-idp.<region>.amazonaws.com/<user pool id>` */
  readonly providerName: string
}

/** How to say in awsup.yaml that something is meant as it is. */
export const acceptBy = (subject: string): string =>
  `accept it in awsup.yaml: access: { accepted: { "${subject}": <why> } }`
