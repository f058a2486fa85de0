import {statSync, writeFileSync} from 'node:fs'
import {readRegularFile} from '../../files/read.js'
import {replace} from '../../files/replace.js'

interface Known {
  /** Milliseconds since 1970: when somebody asked last. */
  readonly at: number
  readonly latest: string | undefined
}

/** Of an answer that was written down; `undefined` where there is none. */
export function readKnown(file: string): Known | undefined {
  const bytes = readRegularFile(file, {limit: 1000, refuse: (why) => new Error(why)})
  if (!bytes) return undefined
  const text: unknown = JSON.parse(bytes.toString())
  const latest = typeof text === 'object' && text !== null && 'latest' in text ? text.latest : undefined
  return {at: statSync(file).mtimeMs, latest: typeof latest === 'string' && VERSION.test(latest) ? latest : undefined}
}

/** A released version. What is not one is never shown. */
export const VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}$/

/** Whole or not at all. */
export function writeKnown(file: string, latest: string | undefined): void {
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, `${JSON.stringify({latest})}\n`, {mode: 0o600, flag: 'wx'})
  replace(temporary, file)
}
