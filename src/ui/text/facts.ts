import {renderColumns} from './columns.js'
import type {Ink} from './ink.js'
import {renderSafe} from './safe.js'

/** Names and values, one line each; what is absent is left out. `accountId` reads `account id`. */
export const renderFacts = (facts: Readonly<Record<string, string | undefined>>, ink: Ink): string =>
  renderColumns(
    Object.entries(facts).flatMap(([name, value]) =>
      value === undefined ? [] : [[ink.dim(spaced(name)), renderSafe(value)]],
    ),
  ).join('\n')

const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
