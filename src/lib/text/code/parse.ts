import type {File, Program} from '@babel/types'
import {UsageError} from '../../base/errors.js'
import type {CodeFile, ReadCode} from './code.js'
import {findChanges} from './changes.js'
import {findExported} from './exported.js'
import {makeReader} from './values.js'

/**
 * The reader of JavaScript and TypeScript. The parser is loaded here, because few commands need it. Nothing that is read is
 * ever run.
 */
export async function openCodeReader(): Promise<ReadCode> {
  const {parse} = await import('@babel/parser')
  const parseText = (file: string, text: string): File => {
    try {
      return parse(text, {
        sourceType: 'unambiguous',
        allowReturnOutsideFunction: true,
        // An assertion of the form <T>x is markup there, so only where markup is meant.
        plugins: /x$/.test(file) ? ['typescript', 'jsx'] : ['typescript'],
      })
    } catch (error) {
      // A RangeError: it is nested more deeply than the parser can go.
      if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error
      throw refuse(file, `is not JavaScript or TypeScript: ${error.message}`, error)
    }
  }
  return (file, text) => {
    const {program, comments} = parseText(file, text)
    return {
      text,
      ...objectIn(file, text, program),
      comments: (comments ?? []).map(({start, end}) => ({start: start ?? 0, end: end ?? 0})),
    }
  }
}

function objectIn(file: string, text: string, program: Program): Pick<CodeFile, 'root' | 'changes'> {
  const found = findExported(program)
  if (!found) throw refuse(file, 'exports no object')
  const root = makeReader(text, found.constants)(found.expression)
  if (root.kind === 'unreadable')
    throw refuse(file, `line ${root.line}: ${root.what} is code, and awsup reads it as data`)
  if (root.kind !== 'object') throw refuse(file, 'exports no object')
  return {root, changes: found.name === undefined ? [] : findChanges(text, program, found.name)}
}

const refuse = (file: string, what: string, cause?: Error): UsageError =>
  new UsageError(`${file} ${what}`, {
    code: 'IMPORT_SOURCE',
    hint: 'awsup reads one object that is written out and exported, and never runs code. Name the ids yourself: awsup import pool <user-pool-id>',
    details: {file},
    cause,
  })
