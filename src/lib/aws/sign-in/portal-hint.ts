import {AccessError} from '../../base/errors.js'
import {explain} from '../calls/refusals.js'
import type {Door} from '../door.js'

interface People {
  /** The section of the config file that `awsup profiles sync` writes. */
  readonly session: string
  /** What names of permission sets, and of profiles, begin with. */
  readonly prefix: string
}

/**
 * The same door, for a project whose people sign in with IAM Identity Center. Where the caller has no credentials it says
 * how they get some: `exec` asks the portal, all else works with a profile.
 */
export function hintAtPortal(door: Door, {session, prefix}: People): Door {
  const caller: Door['caller'] = async () => {
    try {
      return await door.caller()
    } catch (error) {
      const known = explain(error)
      if (known?.code !== 'NO_CREDENTIALS') throw error
      throw new AccessError(known.message, {
        code: known.code,
        hint: `People of this project sign in with IAM Identity Center (aws sso login --sso-session ${session}), and name a profile of their role: --profile ${prefix}-<environment>-<role>. awsup profiles sync writes these. Administrators sign in as before: aws login, or --profile.`,
        details: known.details,
        cause: error,
      })
    }
  }
  return {...door, caller}
}
