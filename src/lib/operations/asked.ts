import {ManifestError, UsageError} from '../base/errors.js'

/**
 * Makes something of what a command was told. Where a manifest made of it cannot be, that is the command line's fault:
 * UsageError, without a place in a file that nobody has seen.
 */
export function asked<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error
    throw new UsageError(error.message, {hint: error.hint, cause: error})
  }
}
