import {createHash, X509Certificate} from 'node:crypto'
import type * as sdk from '@aws-sdk/client-iam'
import {ServiceError} from '../../../core/errors.js'
import {secretCharacters, uniqueId} from '../../../core/ids.js'
import type {Call, Operations} from '../../../core/service.js'
import {userKind} from '../entity.js'
import {pageOf, required, userMeant} from '../input.js'
import {operationsOn} from '../operation.js'
import {timeKey} from '../../../core/pages.js'
import {othersOf} from '../owned.js'
import {limitExceeded, noSuchEntity} from '../refusals.js'
import {type OtherCredential, otherCredentials, type User} from '../tables.js'

interface UserInput {
  UserName?: string | undefined
}

const {on} = operationsOn(userKind, ({UserName}: UserInput, call) => userMeant(UserName, call))

type Sort = OtherCredential['sort']

/** IAM user guide, "IAM and AWS STS quotas"; service-specific credentials are counted for each service. */
const QUOTAS: Readonly<Record<Sort, readonly [most: number, quota: string]>> = {
  'ssh-key': [5, 'SSHPublicKeysPerUser'],
  certificate: [2, 'SigningCertificatesPerUser'],
  service: [2, 'ServiceSpecificCredentialsPerUser'],
}

/** Services that take a name and a password, and those that take one secret (SDK, ServiceSpecificCredential). */
const BY_PASSWORD: readonly string[] = ['codecommit.amazonaws.com', 'cassandra.amazonaws.com']
const BY_SECRET: readonly string[] = ['bedrock.amazonaws.com', 'logs.amazonaws.com']

interface New {
  readonly sort: Sort
  readonly prefix: string
  readonly body: string
}

/** Ids of certificates have 24 characters at least (SigningCertificate, `CertificateId`). */
const idOf = (sort: Sort, prefix: string): string =>
  uniqueId(prefix) + (sort === 'certificate' ? uniqueId('').slice(0, 7) : '')

function add(user: User, {sort, prefix, body}: New, call: Call): OtherCredential {
  const own = othersOf(user.userName, call).filter(
    (one) => one.sort === sort && (sort !== 'service' || one.body === body),
  )
  const [most, quota] = QUOTAS[sort]
  if (own.length >= most) throw limitExceeded(`Cannot exceed quota for ${quota}: ${most}`)
  const {accountId, userName} = user
  const made: OtherCredential = {
    ...{accountId, userName, sort, id: idOf(sort, prefix), body},
    status: 'Active',
    createdAt: call.now,
  }
  otherCredentials.put(call.tx, [accountId, made.id], made)
  return made
}

interface Named {
  readonly sort: Sort
  readonly id: string | undefined
  /** As the API calls it. */
  readonly member: string
}

/** @throws ServiceError NoSuchEntityException where the user has none of this id. */
function requireOwn(user: User, {sort, id, member}: Named, call: Call): OtherCredential {
  const wanted = required(id, member)
  const found = othersOf(user.userName, call).find((one) => one.sort === sort && one.id === wanted)
  if (!found) throw noSuchEntity(`The ${member} with id ${wanted} cannot be found.`)
  return found
}

function update(user: User, named: Named & {readonly status: string | undefined}, call: Call): object {
  const status = required(named.status, 'Status') === 'Active' ? 'Active' : 'Inactive'
  const found = requireOwn(user, named, call)
  otherCredentials.put(call.tx, [found.accountId, found.id], {...found, status})
  return {}
}

function remove(user: User, named: Named, call: Call): object {
  const {accountId, id} = requireOwn(user, named, call)
  otherCredentials.delete(call.tx, [accountId, id])
  return {}
}

/** Lists are answered oldest first. */
const byAge = ({createdAt, id}: OtherCredential): string => timeKey(createdAt, id)

const list = (user: User, sort: Sort, call: Call): readonly OtherCredential[] =>
  othersOf(user.userName, call).filter((one) => one.sort === sort)

const key = (id: string | undefined): Named => ({sort: 'ssh-key', id, member: 'SSHPublicKeyId'})
const certificate = (id: string | undefined): Named => ({sort: 'certificate', id, member: 'CertificateId'})
const service = (id: string | undefined): Named => ({sort: 'service', id, member: 'ServiceSpecificCredentialId'})

const certificateShape = ({userName, id, body, status, createdAt}: OtherCredential) => ({
  UserName: userName,
  CertificateId: id,
  CertificateBody: body,
  Status: status,
  UploadDate: new Date(createdAt),
})

const serviceShape = ({accountId, userName, id, body, status, createdAt}: OtherCredential) => ({
  CreateDate: new Date(createdAt),
  ServiceName: body,
  ...(BY_SECRET.includes(body)
    ? {ServiceCredentialAlias: `${userName}-at-${accountId}`}
    : {ServiceUserName: `${userName}-at-${accountId}`}),
  ServiceSpecificCredentialId: id,
  UserName: userName,
  Status: status,
})

/** Keys for CodeCommit, certificates, and passwords for single services: nothing here takes them, but a user may have them. */
export const otherCredentialOperations: Operations<typeof sdk> = {
  UploadSSHPublicKey: on((user, {SSHPublicKeyBody}, call) => {
    const body = required(SSHPublicKeyBody, 'SSHPublicKeyBody').trim()
    if (!/^(ssh-rsa [A-Za-z0-9+/=]+|-----BEGIN (RSA )?PUBLIC KEY-----)/.test(body))
      throw new ServiceError('InvalidPublicKeyException', 'The public key is malformed or otherwise invalid.')
    if (list(user, 'ssh-key', call).some((one) => one.body === body))
      throw new ServiceError(
        'DuplicateSSHPublicKeyException',
        'The SSH public key is already associated with the user.',
      )
    const made = add(user, {sort: 'ssh-key', prefix: 'APKA', body}, call)
    const digest = createHash('md5').update(body).digest('hex')
    return {
      SSHPublicKey: {
        UserName: made.userName,
        SSHPublicKeyId: made.id,
        Fingerprint: digest.replaceAll(/..(?=.)/g, '$&:'),
        SSHPublicKeyBody: body,
        Status: made.status,
        UploadDate: new Date(made.createdAt),
      },
    }
  }),

  ListSSHPublicKeys: on((user, input, call) => {
    const {items, rest} = pageOf(list(user, 'ssh-key', call), {...input, key: byAge}, call)
    const keys = items.map(({userName, id, status, createdAt}) => ({
      UserName: userName,
      SSHPublicKeyId: id,
      Status: status,
      UploadDate: new Date(createdAt),
    }))
    return {SSHPublicKeys: keys, ...rest}
  }),

  UpdateSSHPublicKey: on((user, {SSHPublicKeyId, Status}, call) =>
    update(user, {...key(SSHPublicKeyId), status: Status}, call),
  ),

  DeleteSSHPublicKey: on((user, {SSHPublicKeyId}, call) => remove(user, key(SSHPublicKeyId), call)),

  UploadSigningCertificate: on((user, {CertificateBody}, call) => {
    const body = required(CertificateBody, 'CertificateBody').trim()
    requireCertificate(body)
    if (list(user, 'certificate', call).some((one) => one.body === body))
      throw new ServiceError('DuplicateCertificateException', 'Certificate is already in use.')
    return {Certificate: certificateShape(add(user, {sort: 'certificate', prefix: 'TA7S', body}, call))}
  }),

  ListSigningCertificates: on((user, input, call) => {
    const {items, rest} = pageOf(list(user, 'certificate', call), {...input, key: byAge}, call)
    return {Certificates: items.map(certificateShape), ...rest}
  }),

  UpdateSigningCertificate: on((user, {CertificateId, Status}, call) =>
    update(user, {...certificate(CertificateId), status: Status}, call),
  ),

  DeleteSigningCertificate: on((user, {CertificateId}, call) => remove(user, certificate(CertificateId), call)),

  CreateServiceSpecificCredential: on((user, {ServiceName}, call) => {
    const body = required(ServiceName, 'ServiceName')
    if (![...BY_PASSWORD, ...BY_SECRET].includes(body))
      throw new ServiceError(
        'ServiceNotSupportedException',
        `No such service ${body} is supported for Service Specific Credentials`,
      )
    const made = add(user, {sort: 'service', prefix: 'ACCA', body}, call)
    const secret = BY_SECRET.includes(body) ? 'ServiceCredentialSecret' : 'ServicePassword'
    return {ServiceSpecificCredential: {...serviceShape(made), [secret]: secretCharacters(44)}}
  }),

  ListServiceSpecificCredentials: on((user, {ServiceName}, call) => ({
    ServiceSpecificCredentials: list(user, 'service', call)
      .filter(({body}) => ServiceName === undefined || body === ServiceName)
      .map(serviceShape),
    IsTruncated: false,
  })),

  UpdateServiceSpecificCredential: on((user, {ServiceSpecificCredentialId, Status}, call) =>
    update(user, {...service(ServiceSpecificCredentialId), status: Status}, call),
  ),

  DeleteServiceSpecificCredential: on((user, {ServiceSpecificCredentialId}, call) =>
    remove(user, service(ServiceSpecificCredentialId), call),
  ),
}

/** @throws ServiceError MalformedCertificateException */
function requireCertificate(body: string): void {
  try {
    new X509Certificate(body)
  } catch {
    throw new ServiceError('MalformedCertificateException', 'Invalid certificate body')
  }
}
