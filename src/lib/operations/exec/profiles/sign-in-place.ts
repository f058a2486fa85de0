import {ConflictError} from '../../../base/errors.js'
import {REGION_CODE} from '../../../base/regions.js'
import {centerPage} from '../../../resources/organizations/identity-center/center-page.js'
import {recordsFolder, type Project} from '../../../project/project.js'
import {openFileRecords} from '../../../records/files/file-records.js'

/** Where people sign in with IAM Identity Center. */
export interface SignInPlace {
  /** Of its section in the config file, named as the project. */
  readonly session: string
  readonly region: string
  readonly startUrl: string
}

/**
 * By awsup.yaml, and the records where it does not say; `undefined` where people are IAM users. Throws ConflictError
 * where neither knows: no API answers the address of the portal.
 */
export async function signInPlace(project: Project): Promise<SignInPlace | undefined> {
  const {identityCenter: center, project: session} = project.manifest
  if (!center) return undefined
  const record = await openFileRecords(recordsFolder(project)).load('people.identity-center')
  // What a record says goes into a file that every AWS client believes.
  const region = center.region ?? fitting(record?.key['region'], REGION_CODE)
  if (region === undefined) {
    throw new ConflictError('IAM Identity Center is on no record, so its region is not known', {
      code: 'NOT_MADE',
      hint: 'An administrator makes the roles first: awsup apply. Then take the new records from git. Or write signIn: { with: identity-center, region: …, startUrl: … }.',
    })
  }
  const store = fitting(record?.key['identityStoreId'], /^d-[0-9a-f]{10}$/)
  const startUrl = center.startUrl ?? (store === undefined ? undefined : `https://${store}.awsapps.com/start`)
  if (startUrl !== undefined) return {session, region, startUrl}
  throw new ConflictError('the address of the AWS access portal is not known', {
    code: 'NO_START_URL',
    hint: `Write it in awsup.yaml: signIn: { with: identity-center, startUrl: https://… }. The console shows it under Settings: ${centerPage(region)}`,
    details: {region},
  })
}

const fitting = (value: unknown, form: RegExp): string | undefined =>
  typeof value === 'string' && form.test(value) ? value : undefined
