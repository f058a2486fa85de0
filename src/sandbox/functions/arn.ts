/** A function's ARN, taken apart. */
export interface FunctionArn {
  readonly accountId: string
  readonly region: string
  readonly name: string
  /** An alias, a version or `$LATEST`; absent of an unqualified ARN. */
  readonly qualifier?: string | undefined
}

const ARN =
  /^arn:aws(?:-[a-z]+)*:lambda:([a-z0-9-]+):(\d{12}):function:([a-zA-Z0-9-_]{1,64})(?::(\$LATEST|[a-zA-Z0-9-_]{1,128}))?$/

/** `undefined` for what is no ARN of a function. */
export function readFunctionArn(arn: string): FunctionArn | undefined {
  const [, region, accountId, name, qualifier] = ARN.exec(arn) ?? []
  if (region === undefined || accountId === undefined || name === undefined) return undefined
  return {region, accountId, name, ...(qualifier !== undefined && {qualifier})}
}

export const functionArn = ({accountId, region, name, qualifier}: FunctionArn): string =>
  `arn:aws:lambda:${region}:${accountId}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`
