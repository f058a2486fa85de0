import {expect, test} from 'vitest'
import {developerBoundary} from '../../../../src/lib/access/team/boundary.js'
import {deployerBoundary} from '../../../../src/lib/access/team/deployer.js'
import {teamPath, teamRoleName} from '../../../../src/lib/access/team/names.js'
import {peopleBoundary, peopleSelfService} from '../../../../src/lib/access/team/person.js'
import {policySize} from '../../../../src/lib/access/policy/size.js'

/** Characters of a managed policy, whitespace not counted (IAM user guide, "IAM and AWS STS quotas"). */
const LIMIT = 6_144
const PROJECT = 'p'.repeat(24)
const PARTITION = 'aws-us-gov'
const sizeOf = (document: object): number => policySize(document as Parameters<typeof policySize>[0])

test('boundaries fit IAM’s limit under the longest names that a project and an environment may have', () => {
  const policy = `${teamPath(PROJECT)}${teamRoleName(PROJECT, 'e'.repeat(16), 'boundary')}`
  const account = '012345678901'
  expect(sizeOf(developerBoundary({partition: PARTITION, account, policy}))).toBeLessThanOrEqual(LIMIT)
  const scope = {
    partition: PARTITION,
    account,
    project: PROJECT,
    environment: 'e'.repeat(16),
    existingRoles: [],
    records: undefined,
  }
  expect(sizeOf(deployerBoundary(scope))).toBeLessThanOrEqual(LIMIT)
  expect(sizeOf(peopleBoundary(PROJECT, PARTITION))).toBeLessThanOrEqual(LIMIT)
  expect(sizeOf(peopleSelfService(PROJECT))).toBeLessThanOrEqual(LIMIT)
})
