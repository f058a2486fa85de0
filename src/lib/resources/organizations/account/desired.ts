/** A member account. */
export interface AccountDesired {
  /** 1–50 printable ASCII characters; not unique. */
  readonly name: string
  /** 6–64 characters; unique in all of AWS, for ever. */
  readonly email: string
  /** Root or organizational unit. */
  readonly parentId: string
  /** The role that the management account enters by, made with the account. */
  readonly roleName: string
}
