import type {Project} from '../../project/project.js'
import type {SessionOptions} from '../../project/session.js'
import {settingsOf} from '../environments/environments.js'
import {openCredentials, type EnvironmentCredentials} from './credentials.js'

/** Of an hour: a child, a shell or a browser gets its credentials once, and may need them for long. */
const LEAST_LEFT_MS = 45 * 60_000

/** As whom, and where, `exec`, `shell` and `console` act. */
export interface Acting {
  readonly project: string
  readonly environment: string
  readonly protected: boolean
  /** The role that was taken: one of awsup.yaml, or the name of the one by which administrators enter. */
  readonly role: string
  readonly credentials: EnvironmentCredentials
}

/** Takes a role in an environment's account: the one place where options of a session are handed on. */
export async function actIn(project: Project, environment: string, options: SessionOptions): Promise<Acting> {
  const credentials = await openCredentials(project, environment, {...options, leastLeftMs: LEAST_LEFT_MS})
  const {protected: isProtected} = settingsOf(project, environment)
  return {
    project: project.manifest.project,
    environment,
    protected: isProtected,
    role: credentials.as.role,
    credentials,
  }
}
