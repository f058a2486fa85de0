import type * as sdk from '@aws-sdk/client-ssm'
import {ServiceError} from '../../core/errors.js'
import {page} from '../../core/pages.js'
import type {Call, Operations} from '../../core/service.js'
import {arnOf, listParameters, type Parameter} from './parameters.js'

/** The most that a page has: API model, MaxResults. */
const PAGE = 50

const metadata = (parameter: Parameter, call: Call): sdk.ParameterMetadata => ({
  Name: parameter.name,
  ARN: arnOf(parameter.name, call),
  Type: parameter.type,
  KeyId: parameter.keyId,
  LastModifiedDate: new Date(parameter.modifiedAt),
  LastModifiedUser: parameter.modifiedBy,
  Description: parameter.description,
  AllowedPattern: parameter.allowedPattern,
  Version: parameter.version,
  Tier: 'Standard',
  Policies: [],
  DataType: parameter.dataType ?? 'text',
})

/** What a filter looks at. */
const VALUES: Readonly<Record<string, (parameter: Parameter) => string | undefined>> = {
  Name: ({name}) => name,
  Type: ({type}) => type,
  KeyId: ({keyId}) => keyId,
  Tier: () => 'Standard',
  DataType: ({dataType = 'text'}) => dataType,
}

/** @throws ServiceError InvalidFilterKey, InvalidFilterOption */
function passes(parameter: Parameter, {Key = '', Option, Values = []}: sdk.ParameterStringFilter): boolean {
  if (Key === 'Path') return Values.some((path) => isBelow(parameter.name, path, Option ?? 'OneLevel'))
  const tag = /^tag:(.+)$/s.exec(Key)?.[1]
  const valueOf = tag === undefined ? VALUES[Key] : ({tags}: Parameter) => tags?.[tag]
  if (valueOf === undefined) throw new ServiceError('InvalidFilterKey', `The filter key ${Key} is not valid.`)
  const value = valueOf(parameter)
  if (value === undefined) return false
  if (Values.length === 0) return true
  switch (Option ?? 'Equals') {
    case 'Equals':
      return Values.includes(value)
    case 'BeginsWith':
      return Values.some((text) => value.startsWith(text))
    case 'Contains':
      if (Key === 'Name') return Values.some((text) => value.includes(text))
  }
  throw new ServiceError('InvalidFilterOption', `The filter option ${Option ?? ''} is not valid for ${Key}.`)
}

/** `/a/b` is one level below `/a`, and recursively below `/`. */
function isBelow(name: string, path: string, option: string): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`
  if (!name.startsWith(prefix)) return false
  return option === 'Recursive' || !name.slice(prefix.length).includes('/')
}

/** Parameters without their values. */
export const describeOperations: Operations<typeof sdk> = {
  DescribeParameters: {
    run({ParameterFilters: filters = [], MaxResults, NextToken}, call) {
      const found = listParameters(call).filter((each) => filters.every((filter) => passes(each, filter)))
      const {items, next} = page(
        found,
        {key: ({name}) => name, token: NextToken, limit: MaxResults ?? PAGE, badToken: 'InvalidNextToken'},
        call,
      )
      return {Parameters: items.map((each) => metadata(each, call)), NextToken: next}
    },
  },
}
