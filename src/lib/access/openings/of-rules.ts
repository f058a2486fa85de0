import type {Ground} from '../matrix/probe.js'
import {openingsOfStatements, type Section} from './of-statements.js'
import type {Opening} from './opening.js'

/**
 * What the rules of awsup.yaml themselves open beyond what rules keep apart: raw statements, and updates that can answer
 * more than their attributes, which were accepted or the manifest would not be read. Pure.
 */
export const openingsOfRules = (sections: readonly Section[], ground: Ground): readonly Opening[] => [
  ...sections.flatMap(({own}) =>
    own.flatMap(({path, rule}) =>
      'dynamodb' in rule && rule.dynamodb.opens !== undefined
        ? [
            {
              subject: `${path}.dynamodb`,
              problem: `lets an update whose condition fails answer the whole item of table ${rule.dynamodb.table}`,
              fix: 'Let a Lambda function write.',
              accepted: rule.dynamodb.opens,
            },
          ]
        : [],
    ),
  ),
  ...openingsOfStatements(sections, ground),
]
