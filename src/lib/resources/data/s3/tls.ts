import {parseDocument} from '../../documents.js'
import {sameUnordered} from '../../unordered.js'

type Statement = Readonly<Record<string, unknown>>

/** Denies what is not sent by TLS. It opens nothing, so the block of public policies lets it pass. */
const tlsStatement = (bucket: string): Statement => ({
  Sid: 'AwsupTlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  Condition: {Bool: {'aws:SecureTransport': 'false'}},
})

/** Whether a policy, as S3 answers it, denies what is not sent by TLS. Throws ConflictError where it is no JSON. */
export const isTlsOnly = (bucket: string, policy: string | undefined): boolean =>
  statementsIn(bucket, policy).some((one) => isTlsStatement(bucket, one))

const isTlsStatement = (bucket: string, one: Statement): boolean =>
  sameUnordered(without(withoutStar(one), 'Sid'), without(tlsStatement(bucket), 'Sid'))

/** The same policy with that statement in it, and everything else as it is. */
export function withTls(bucket: string, policy: string | undefined): string {
  const own = tlsStatement(bucket)
  const others = statementsIn(bucket, policy).filter(({Sid}) => Sid !== own['Sid'])
  const before = policy === undefined ? {} : parseDocument(policy, `bucket ${bucket}`)
  return JSON.stringify({Version: '2012-10-17', ...before, Statement: [...others, own]})
}

function statementsIn(bucket: string, policy: string | undefined): readonly Statement[] {
  if (policy === undefined) return []
  const {Statement: found} = {Statement: [], ...parseDocument(policy, `bucket ${bucket}`)}
  return [found].flat()
}

const without = (one: Statement, field: string): Statement =>
  Object.fromEntries(Object.entries(one).filter(([name]) => name !== field))

/** `{"AWS": "*"}` means the same as `"*"`. */
const withoutStar = (one: Statement): Statement =>
  sameUnordered(one['Principal'], {AWS: '*'}) ? {...one, Principal: '*'} : one

/** How many statements of a policy say something else. */
export const othersIn = (bucket: string, policy: string | undefined): number =>
  statementsIn(bucket, policy).filter((one) => !isTlsStatement(bucket, one)).length
