import {AwsRefusedError} from '../base/errors.js'

/** What AWS always answers although its models call it optional. Throws AwsRefusedError where it did not. */
export function present<T>(value: T | null | undefined, name: string): T {
  if (value === undefined || value === null) {
    throw new AwsRefusedError(`AWS answered without ${name}`, {
      code: 'NOT_AWS',
      hint: 'Something else than AWS may have answered: check the proxy, and AWS_ENDPOINT_URL if it is set; then run the same command again.',
    })
  }
  return value
}
