/**
 * Services that an organization can trust, each before `.amazonaws.com` (Organizations user guide, "AWS services that you
 * can use with AWS Organizations", of 2026). AWS refuses every other.
 */
const SERVICES: ReadonlySet<string> = new Set([
  ...['access-analyzer', 'account', 'auditmanager', 'aws-artifact-account-sync', 'backup', 'chatbot'],
  ...['cloudtrail', 'compute-optimizer', 'config', 'config-multiaccountsetup', 'controltower'],
  ...['cost-optimization-hub.bcm', 'detective', 'devops-guru', 'ds', 'ec2', 'fms', 'guardduty', 'health'],
  ...['iam', 'inspector2', 'ipam', 'license-management.marketplace', 'license-manager'],
  ...['license-manager-linux-subscriptions', 'license-manager.member-account', 'macie'],
  ...['malware-protection.guardduty', 'member.org.stacksets.cloudformation', 'mgn', 'networkmanager'],
  ...['notifications', 'observabilityadmin', 'opsdatasync.ssm', 'private-marketplace.marketplace', 'ram'],
  ...['reachabilityanalyzer.networkinsights', 'reporting.trustedadvisor', 'resource-explorer-2'],
  ...['security-ir', 'securityhub', 'securitylake', 'servicecatalog', 'servicequotas', 'ssm'],
  ...['ssm-quicksetup', 'sso', 'stacksets.cloudformation', 'storage-lens.s3', 'tagpolicies.tag'],
  ...['user-subscriptions', 'wellarchitected'],
])

/** Whether trusted access can be given to a service principal. */
export const isTrustable = (principal: string): boolean =>
  principal.endsWith('.amazonaws.com') && SERVICES.has(principal.slice(0, -'.amazonaws.com'.length))
