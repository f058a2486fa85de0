import type {PolicyDocument, Statement} from '../../../auth/policy/document.js'
import {parsePolicy, type PolicySort, PolicySyntaxError} from '../../../auth/policy/parse.js'
import {malformed} from '../refusals.js'
import {LEGACY, requireLegacy, requireOperators} from './conditions.js'
import {either, isObject, type Json, listOf, textsIn} from './json.js'
import {findResourceFault} from './resources.js'
import {readJson, readStatements, requireId, SYNTAX} from './syntax.js'

/**
 * The checks of a policy that an identity may have, in the order in which IAM makes them: the first that fails gives the
 * message.
 *
 * Source: messages and order are those of getmoto/moto, tests/test_iam/test_iam_policies.py, which its author took from
 * AWS; single ones beside the checks.
 *
 * @throws ServiceError MalformedPolicyDocumentException
 */
export function checkIdentityPolicy(text: string): void {
  const document = readJson(text, SYNTAX)
  const statements = readStatements(document)
  if (document['Version'] !== '2012-10-17') throw malformed('Policy document must be version 2012-10-17 or greater.')
  statements.forEach(requireLegacy)
  const fault = findResourceFault(statements)
  if (fault?.legacy) throw malformed(LEGACY)
  requireSids(statements)
  for (const statement of statements) {
    if ('Principal' in statement || 'NotPrincipal' in statement)
      throw malformed('Policy document should not specify a principal.')
    if (textsIn(either(statement, 'Action') ?? []).length === 0)
      throw malformed('Policy statement must contain actions.')
  }
  if (fault) throw malformed(fault.message)
  statements.forEach(requireVendors)
  if (statements.some((statement) => textsIn(either(statement, 'Resource') ?? []).length === 0))
    throw malformed('Policy statement must contain resources.')
  readStrictly(text, 'identity')
}

/** The statements of a trust policy. @throws ServiceError MalformedPolicyDocumentException for a wrong shape. */
export function readTrustPolicy(text: string): readonly Statement[] {
  const document = readJson(text, 'This policy contains invalid Json')
  const statements = listOf(document['Statement']).filter(isObject)
  requireSids(statements)
  for (const statement of statements) {
    requireOperators(statement)
    for (const field of ['Resource', 'NotResource', 'NotPrincipal'])
      if (field in statement) throw malformed(`Has prohibited field ${field}`)
    if (!('Principal' in statement)) throw malformed('Missing required field Principal')
    requireLegacy(statement)
    requireVendors(statement)
    if (textsIn(either(statement, 'Action')).some((action) => !/^sts:/i.test(action)))
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.')
  }
  requireId(document)
  return readStrictly(text, 'trust').statements
}

/** What IAM keeps the evaluator must be able to read; whatever else is wrong has no message of its own. */
function readStrictly(text: string, sort: PolicySort): PolicyDocument {
  try {
    return parsePolicy(text, sort)
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw malformed(SYNTAX)
    throw error
  }
}

/** IAM user guide, "IAM JSON policy elements: Sid"; github.com/aws-cloudformation/cfn-lint/issues/708. */
function requireSids(statements: readonly Json[]): void {
  const sids = statements.flatMap((statement) => textsIn(statement['Sid'])).filter((sid) => sid !== '')
  if (new Set(sids).size < sids.length) throw malformed('Statement IDs (SID) in a single policy must be unique.')
  if (!sids.every((sid) => /^[0-9A-Za-z]+$/.test(sid)))
    throw malformed(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    )
}

function requireVendors(statement: Json): void {
  const actions = either(statement, 'Action')
  if (actions === undefined) throw malformed('Policy statement must contain actions.')
  for (const action of textsIn(actions)) {
    const [vendor = '', ...rest] = action.split(':')
    if (action === '*') continue
    if (rest.length === 0 || vendor === '')
      throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
    if (rest.length > 1) throw malformed('Actions/Condition can contain only one colon.')
    if (vendor !== '*' && !/^[0-9A-Za-z.-]+$/.test(vendor)) throw malformed(`Vendor ${vendor} is not valid`)
  }
}
