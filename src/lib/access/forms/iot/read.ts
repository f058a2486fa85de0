import {mapping, oneOrMore} from '../../../manifest/read/collections.js'
import {optional, required} from '../../../manifest/read/keys.js'
import {text} from '../../../manifest/read/scalars.js'
import {refused, type Read} from '../../../manifest/read/spot.js'
import {topicName} from '../../../manifest/rules/access.js'
import {ownerName} from '../../../manifest/rules/owners.js'
import type {Owner} from '../../owner.js'
import {requireNoOwner} from '../no-owner.js'
import {verbs} from '../verbs.js'
import {TOPIC_WORDS, type TopicRule} from './rule.js'

/** `iot {topics, owner, actions}`. */
export const readTopics: Read<TopicRule> = mapping(
  {
    /**
     * Owner whose topics they are: `identity` (the identity id), `sub`, a claim such as `custom:tenant`, or `none` for all who
     * have the rule.
     * @default identity
     */
    owner: optional(text(ownerName)),
    /**
     * Topics: one or several. `{owner}` is the owner; `/*` at the end means all topics below.
     * @example todos/{owner}/*
     */
    topics: required(oneOrMore(text(topicName), {max: 100})),
    /** What is allowed: `read` (`subscribe`), `write` (`publish`), or single ones. Without this key: both. */
    actions: optional(verbs(TOPIC_WORDS, ['publish', 'subscribe'])),
  },
  ({owner = 'identity', topics, actions}, _, at) => {
    oneOrMore(topicOf(owner), {max: 100})(at('topics'))
    return {topics, owner, actions: actions ?? [...TOPIC_WORDS.read, ...TOPIC_WORDS.write]}
  },
)

/** A topic that says where its owner comes, or has none. */
const topicOf =
  (owner: Owner): Read<string> =>
  (spot) => {
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
