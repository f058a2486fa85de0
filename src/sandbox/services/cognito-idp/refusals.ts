import {ServiceError} from '../../core/errors.js'

/** Never a fake success: what the sandbox does not do, it says so by name. */
export const unsupported = (what: string): ServiceError =>
  new ServiceError('UnknownOperationException', `awsup's sandbox does not implement ${what}`, {status: 501})
