import {badRequest} from './refusals.js'

/** Base64 of `user:password`. @throws ServiceError BadRequestException */
export function checkBasicAuth(enable: boolean | undefined, credentials: string | undefined): void {
  if (enable !== true) return
  const text = Buffer.from(credentials ?? '', 'base64').toString('utf8')
  if (!/^[^:]+:.{7,}$/s.test(text))
    throw badRequest('The basicAuthCredentials must be base64 of a username and a password of at least 7 characters.')
}
