/**
 * A refusal as AWS words it. `name` is the modelled exception (`NoSuchEntityException`) or, where AWS has none, the raw
 * wire code (`AccessDenied`). The wire layer finds the short code and HTTP status in the SDK's schema; `status` is for
 * codes that no schema knows, and in JSON services for whatever else is injected.
 */
export class ServiceError extends Error {
  readonly status: number | undefined
  /** Further members of the modelled exception, e.g. `{Reason: 'ACCOUNT_NUMBER_LIMIT_EXCEEDED'}`. */
  readonly fields: Readonly<Record<string, unknown>>

  constructor(name: string, message: string, {status, ...fields}: {status?: number; [field: string]: unknown} = {}) {
    super(message)
    this.name = name
    this.status = status
    this.fields = fields
  }
}
