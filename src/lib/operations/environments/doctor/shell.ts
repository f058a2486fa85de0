import {chosenProfile} from '../../../aws/credentials/management-keys.js'
import type {Project} from '../../../project/project.js'
import type {Finding} from './finding.js'
import {settingsOf} from '../environments.js'

interface Shell {
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly profile: string | undefined
}

/** Settings of the shell that lead other clients elsewhere than awsup. In the sandbox nobody reads any of it. Pure. */
export function checkShell(project: Project, name: string, {variables, profile}: Shell): readonly Finding[] {
  if (project.target === 'sandbox') return []
  const chosen = chosenProfile(profile, variables)
  const {region} = settingsOf(project, name)
  const about = 'shell'
  // SDKs skip the keys when a profile is chosen, the AWS CLI takes them before AWS_PROFILE.
  const keys = {
    about,
    subject: 'AWS_ACCESS_KEY_ID',
    problem: `is set in addition to the profile ${chosen ?? ''}: awsup uses the profile, the AWS CLI may use the keys`,
    fix: 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN',
  } as const
  return [
    ...(chosen !== undefined && variables['AWS_ACCESS_KEY_ID'] !== undefined ? [keys] : []),
    ...['AWS_REGION', 'AWS_DEFAULT_REGION'].flatMap((subject) => {
      const set = variables[subject]
      if (set === undefined || set === region) return []
      const problem = `is ${set}, and ${name} is in ${region}: awsup goes there, other clients do not`
      return [{about, subject, problem, fix: `awsup exec ${name} -- <command> sets it right`} as const]
    }),
    ...Object.keys(variables)
      .filter((subject) => subject.startsWith('AWS_ENDPOINT_URL') && variables[subject] !== '')
      .map(
        (subject) =>
          ({about, subject, problem: 'is set: calls do not go to AWS itself', fix: `unset ${subject}`}) as const,
      ),
  ]
}
