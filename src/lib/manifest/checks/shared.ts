import {ManifestError} from '../../base/errors.js'
import type {Manifest} from '../manifest.js'
import {showName} from '../read/show.js'
import type {Source} from '../read/source.js'

/**
 * IAM users and groups have names of their own in an account, so of the environments that share one, one may have users.
 * Everything else that awsup names has the environment in its name. Throws ManifestError.
 */
export function checkShared({environments, users}: Manifest, source: Source): void {
  const homes = new Map<string, string>()
  for (const [user, {environments: names}] of users) {
    for (const [index, name] of names.entries()) {
      const account = environments.get(name)?.account?.id
      if (account === undefined) continue
      const home = homes.get(account) ?? name
      homes.set(account, home)
      if (home === name) continue
      throw new ManifestError(
        `users.${showName(user)}.environments[${index}] is ${name}, which lives in the same account as ${home}, where users are already`,
        {
          at: source.at(['users', user, 'environments', String(index)]),
          hint: `IAM users belong to an account: put all users of it into ${home}.`,
        },
      )
    }
  }
}
