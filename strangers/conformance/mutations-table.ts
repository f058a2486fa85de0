import {MUTATIONS, NO_MUTATIONS} from '../mutations/mutations.js'
import {renderTable} from './markdown.js'

/** Every way in which the sandbox was broken, and what noticed: `strangers/mutations/facts.test.ts` holds each of them. */
export const renderMutations = (): string => `${renderTable(
  ['service', 'sort', 'what the sandbox did', 'the fact that was no longer so', 'red for boto3, too'],
  MUTATIONS.map(({service, sort, broken, seenBy, boto3}) => [
    service,
    sort,
    broken,
    seenBy,
    boto3 ? `${boto3.kind} ${boto3.verb}` : '',
  ]),
)}

${NO_MUTATIONS.map(({service, sort, why}) => `- ${service} has no "${sort}": ${why}.\n`).join('')}`
