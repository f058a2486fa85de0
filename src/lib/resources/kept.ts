import {AwsRefusedError} from '../base/errors.js'
import type {Change} from '../base/resource.js'

/** Throws AwsRefusedError when what AWS answers after an update still differs: it took the call and not the setting. */
export function requireKept(what: string, left: readonly Change[]): void {
  if (left.length === 0) return
  throw new AwsRefusedError(`AWS did not keep ${left.map(({field}) => field).join(', ')} of ${what}`, {
    code: 'NOT_KEPT',
    hint: 'Look in the AWS console whether another setting of it rules this out.',
    details: {changes: left},
  })
}
