import {MUTATIONS, NO_MUTATIONS} from '../mutations/mutations.js'
import {renderTable} from './markdown.js'

/** Every way in which the sandbox was broken, and what noticed: `strangers/mutations/facts.test.ts` holds each of them. */
export const renderMutations = (): string => `${renderTable(
  ['service', 'sort', 'what the sandbox did', 'the fact that was no longer so'],
  MUTATIONS.map(({service, sort, broken, seenBy}) => [service, sort, broken, seenBy]),
)}

${NO_MUTATIONS.map(({service, sort, why}) => `- ${service} has no "${sort}": ${why}.\n`).join('')}`
