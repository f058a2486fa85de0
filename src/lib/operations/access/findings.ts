/** What Access Analyzer has to say about a policy. */
export interface PolicyFinding {
  readonly role: string
  readonly policy: string
  /** `ERROR` and `SECURITY_WARNING` fail a test; `WARNING` and `SUGGESTION` do not. */
  readonly type: string
  /** `PASS_ROLE_WITH_STAR_IN_RESOURCE` */
  readonly code: string
  /** In AWS's words. */
  readonly text: string
  readonly more: string
}

/** Whether a finding is reason enough to fail. */
export const isGrave = ({type}: PolicyFinding): boolean => type === 'ERROR' || type === 'SECURITY_WARNING'
