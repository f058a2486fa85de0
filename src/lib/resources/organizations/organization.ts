import {CreateOrganizationCommand, DescribeOrganizationCommand, type Organization} from '@aws-sdk/client-organizations'
import {absentWhen} from '../../aws/calls/absent.js'
import {poll} from '../../aws/calls/wait.js'
import {AccessError, ConflictError} from '../../base/errors.js'
import {compare, type Context, type Resource} from '../../base/resource.js'
import {present} from '../present.js'
import {readFreePlan} from './account/free-plan.js'
import {findRoot} from './roots.js'

/** The organization that the caller's account manages. There is one, so it needs no name. */
export interface OrganizationDesired {
  readonly featureSet: 'ALL'
}

export interface OrganizationActual extends OrganizationDesired {
  readonly id: string
  readonly arn: string
  readonly rootId: string
  /** Twelve digits. */
  readonly managementAccountId: string
}

const VISIBLE_MS = 60_000

export const organization: Resource<OrganizationDesired, OrganizationActual, never> = {
  kind: 'organization',
  actions: [
    'organizations:DescribeOrganization',
    'organizations:ListRoots',
    'organizations:CreateOrganization',
    // CreateOrganization makes the role AWSServiceRoleForOrganizations in the caller's name.
    'iam:CreateServiceLinkedRole',
    'freetier:GetAccountPlanState',
  ],
  key: [],
  keep: ['rootId', 'managementAccountId'],
  precious: true,
  diff: compare<OrganizationDesired>({featureSet: 'refuse'}),

  notices: (_desired, context) => readFreePlan(context),

  read: (_key, _id, context) => readOrganization(context),

  async create({featureSet}, context) {
    // Somebody was faster, or an earlier reply was lost: reading says which organization it is, and whether it is ours.
    const made = await absentWhen('AlreadyInOrganizationException', () =>
      context.aws.organizations.send(new CreateOrganizationCommand({FeatureSet: featureSet})),
    )
    if (made) context.madeAnew?.()
    // Its reply says everything but the root.
    const look = () =>
      made ? withRoot(present(made.Organization, 'Organization'), context) : readOrganization(context)
    return poll('the new organization to be visible', look, {context, timeoutMs: VISIBLE_MS})
  },

  update: (_desired, actual) => Promise.resolve(actual),

  delete: ({id}) =>
    Promise.reject(
      new ConflictError(`organization ${id} stays: awsup never deletes an organization`, {
        code: 'ORGANIZATION_KEPT',
        hint: 'To delete it yourself, remove its member accounts first, then run "aws organizations delete-organization".',
        details: {organizationId: id},
      }),
    ),
}

async function readOrganization(context: Context): Promise<OrganizationActual | undefined> {
  const {aws} = context
  const answer = await absentWhen('AWSOrganizationsNotInUseException', () =>
    aws.organizations.send(new DescribeOrganizationCommand({})),
  )
  if (!answer) return undefined
  return withRoot(present(answer.Organization, 'Organization'), context)
}

async function withRoot(found: Organization, context: Context): Promise<OrganizationActual | undefined> {
  const {aws} = context
  requireUsable(found, aws.accountId)
  const root = await findRoot(context)
  if (!root) return undefined
  return {
    id: present(found.Id, 'Organization.Id'),
    arn: present(found.Arn, 'Organization.Arn'),
    rootId: present(root.Id, 'Root.Id'),
    managementAccountId: aws.accountId,
    featureSet: 'ALL',
  }
}

function requireUsable({Id = '', MasterAccountId = '', FeatureSet}: Organization, accountId: string): void {
  if (MasterAccountId !== accountId) {
    throw new AccessError(
      `account ${accountId} is a member of organization ${Id}, which account ${MasterAccountId} manages`,
      {
        code: 'NOT_MANAGEMENT_ACCOUNT',
        hint: `Use credentials of the management account ${MasterAccountId} (for example with --profile), or of an account that is in no organization. An account of the new AWS sign-up is in an organization of AWS’s own: choose “Activate advanced features” in the AWS console first.`,
        details: {organizationId: Id, managementAccountId: MasterAccountId, accountId},
      },
    )
  }
  if (FeatureSet !== 'ALL') {
    throw new ConflictError(`organization ${Id} has consolidated billing only`, {
      code: 'CONSOLIDATED_BILLING_ONLY',
      hint: 'Enable all features first: run "aws organizations enable-all-features", have every invited account agree, and finish it under AWS Organizations > Settings in the console.',
      details: {organizationId: Id, featureSet: FeatureSet},
    })
  }
}
