import {makeFacts} from '../content/facts.js'
import type {EnvironmentIds} from '../content/ids.js'
import type {Told} from '../content/settings.js'
import {HEADER} from '../edit/whole-file.js'

/** A typed module: everything of `Facts` as literal types, so that a mistyped name does not compile. Pure. */
export function renderTypescript(told: Told, ids: EnvironmentIds, endpoint: string | undefined): string {
  const facts = JSON.stringify(makeFacts({...told, ids, endpoint}), undefined, 2)
  return `${HEADER}\n/* eslint-disable */\nexport const awsup = ${facts} as const\n\nexport type Awsup = typeof awsup\n`
}
