import {parse, stringify} from 'yaml'

/** Headers for the paths that fit a pattern; of several rules for one header the last counts. */
export interface HeaderRule {
  /** `/assets/**`, or `*.html` in any folder. */
  readonly pattern: string
  readonly headers: readonly {readonly key: string; readonly value: string}[]
}

/** As Amplify takes headers: a text in YAML, at most 25,000 characters (Amplify Hosting user guide, "Custom headers"). */
export const renderHeaders = (rules: readonly HeaderRule[]): string =>
  rules.length === 0 ? '' : stringify({customHeaders: rules}, {lineWidth: 0})

/** What such a text says. What is written in another way than Amplify documents is one rule that fits none of ours. */
export function readHeaders(text: string): readonly HeaderRule[] {
  if (text.trim() === '') return []
  const rules = valueOf(text)
  return Array.isArray(rules) && rules.every(isRule) ? rules.map(ruleOf) : [{pattern: text, headers: []}]
}

function valueOf(text: string): unknown {
  try {
    const value: unknown = parse(text, {maxAliasCount: 0})
    return isObject(value) ? value['customHeaders'] : undefined
  } catch {
    return undefined
  }
}

interface Written {
  readonly pattern: string
  readonly headers: readonly {readonly key: string; readonly value: string | number | boolean}[]
}

const isRule = (rule: unknown): rule is Written =>
  isObject(rule) &&
  typeof rule['pattern'] === 'string' &&
  Array.isArray(rule['headers']) &&
  rule['headers'].every(
    (header: unknown) =>
      isObject(header) &&
      typeof header['key'] === 'string' &&
      ['string', 'number', 'boolean'].includes(typeof header['value']),
  )

const ruleOf = ({pattern, headers}: Written): HeaderRule => ({
  pattern,
  headers: headers.map(({key, value}) => ({key, value: String(value)})),
})

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
