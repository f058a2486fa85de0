import {paginateValidatePolicy, type AccessAnalyzerClient} from '@aws-sdk/client-accessanalyzer'
import {isError} from '../../aws/calls/absent.js'
import {collect} from '../../resources/pages.js'
import type {CompiledRole} from './compiled.js'
import type {PolicyFinding} from './findings.js'

/** What Access Analyzer finds in the roles' documents, or why it was not asked. Changes nothing. */
export async function validateRoles(
  roles: readonly CompiledRole[],
  client: AccessAnalyzerClient,
): Promise<{readonly findings: readonly PolicyFinding[]; readonly note?: string}> {
  const findings: PolicyFinding[] = []
  for (const {role, documents} of roles) {
    for (const {name: policy, document} of documents) {
      const input = {policyDocument: JSON.stringify(document), policyType: 'IDENTITY_POLICY' as const}
      try {
        const found = await collect(paginateValidatePolicy({client}, input), (page) => page.findings)
        findings.push(
          ...found.map(({findingType = '', issueCode = '', findingDetails = '', learnMoreLink = ''}) => {
            return {role, policy, type: findingType, code: issueCode, text: findingDetails, more: learnMoreLink}
          }),
        )
      } catch (error) {
        // Where AWS is stood in for, as in the sandbox, the service need not be there: that is said, and no failure.
        if (isError(error, 'UnknownOperationException'))
          return {findings, note: `Access Analyzer was not asked: ${error.message}`}
        throw error
      }
    }
  }
  return {findings}
}
