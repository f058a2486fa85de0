import {fields, oneOrMore} from '../../../manifest/read/collections.js'
import {text} from '../../../manifest/read/scalars.js'
import {refused, type Spot} from '../../../manifest/read/spot.js'
import {topicName} from '../../../manifest/rules/access.js'
import {ownerName} from '../../../manifest/rules/owners.js'
import type {Owner} from '../../owner.js'
import {requireNoOwner} from '../no-owner.js'
import {verbs} from '../verbs.js'
import {TOPIC_WORDS, type TopicRule} from './rule.js'

/** `iot {topics, owner, actions}`. */
export function readTopics(spot: Spot): TopicRule {
  const {required, optional} = fields(spot, ['topics', 'owner', 'actions'])
  const owner = optional('owner', text(ownerName)) ?? 'identity'
  const topics = required(
    'topics',
    oneOrMore((at) => topic(at, owner), {max: 100}),
  )
  const actions = optional('actions', verbs(TOPIC_WORDS, ['publish', 'subscribe']))
  return {topics, owner, actions: actions ?? [...TOPIC_WORDS.read, ...TOPIC_WORDS.write]}
}

function topic(spot: Spot, owner: Owner): string {
  const name = text(topicName)(spot)
  if (owner === 'none') requireNoOwner(spot, name)
  else if (!name.includes('{owner}')) {
    throw refused(
      spot,
      'does not say where the owner comes',
      'For example: todos/{owner}/*; or owner: none when all who have this rule share it.',
    )
  }
  return name
}
