import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

/** A thing and what is in it: an organization, its units, their accounts. */
export interface Branch {
  readonly name: string
  readonly id: string
  /** Said after the id: the state of an account, an environment's region. */
  readonly note?: string | undefined
  readonly children?: readonly Branch[] | undefined
}

/** The whole tree, one line each. */
export const renderTree = (root: Branch, ink: Ink): string => linesOf(root, ink).join('\n')

function linesOf({name, id, note, children = []}: Branch, ink: Ink): readonly string[] {
  const noted = note === undefined ? '' : `  ${renderSafe(note)}`
  return [
    `${renderSafe(name)} ${ink.dim(renderSafe(id))}${noted}`,
    ...children.flatMap((child, index) => {
      const last = index === children.length - 1
      return linesOf(child, ink).map((line, row) => {
        if (row === 0) return ink.dim(last ? '└── ' : '├── ') + line
        return (last ? '    ' : ink.dim('│   ')) + line
      })
    }),
  ]
}
