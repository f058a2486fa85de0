import {yamlText} from './text.js'

/** What can be written into awsup.yaml. */
export type Written = string | number | boolean | readonly Written[] | {readonly [key: string]: Written}

const WIDTH = 100

/** A value on one line: `{ region: eu-west-1 }`, `[a, b]`. Pure. */
export function renderFlow(value: Written): string {
  if (typeof value === 'string') return yamlText(value)
  if (typeof value !== 'object') return String(value)
  if (isList(value)) return `[${value.map(renderFlow).join(', ')}]`
  const pairs = Object.entries(value).map(([key, part]) => `${yamlText(key)}: ${renderFlow(part)}`)
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
}

/**
 * A value behind its key: on the same line where it is short and no section of sections, else below it, further in. Pure.
 */
export function renderBlock(value: Written, indent: string, eol: string): string {
  const flow = renderFlow(value)
  const isDeep = isSection(value) && Object.values(value).some(isSection)
  if (!isSection(value) || (!isDeep && indent.length + flow.length <= WIDTH)) return ` ${flow}`
  const lines = Object.entries(value).map(
    ([key, part]) => `${indent}${yamlText(key)}:${renderBlock(part, `${indent}  `, eol)}`,
  )
  return `${eol}${lines.join(eol)}`
}

const isList = (value: Written): value is readonly Written[] => Array.isArray(value)

export const isSection = (value: Written | undefined): value is Readonly<Record<string, Written>> =>
  typeof value === 'object' && !isList(value)
