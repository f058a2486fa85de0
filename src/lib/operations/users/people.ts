import {assignmentAddress} from '../../access/team/names.js'
import type {Manifest} from '../../manifest/manifest.js'

/** Stands for an environment where people sign in: in the account of the organization. */
export const PEOPLE = 'people'

/** Of the one IAM user of a person, in the account of the organization. */
export const personAddress = (name: string): string => `people.user.${name}`

/** What stands for a person in one environment: the IAM user, or that the person has a permission set there. */
export const accessAddress = (
  {identityCenter}: Pick<Manifest, 'identityCenter'>,
  {name, environment, role}: {readonly name: string; readonly environment: string; readonly role: string},
): string => (identityCenter ? assignmentAddress(environment, role, name) : personAddress(name))

/** The same everywhere, each once. */
export const accessAddresses = (manifest: Manifest, name: string): readonly string[] => [
  ...new Set(
    [...(manifest.users.get(name)?.roles ?? [])].map(([environment, role]) =>
      accessAddress(manifest, {name, environment, role}),
    ),
  ),
]
