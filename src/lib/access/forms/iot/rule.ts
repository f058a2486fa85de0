import type {Owner} from '../../owner.js'

/**
 * MQTT topics of AWS IoT: `todos/{owner}/*`. The identity needs an IoT policy too (AttachPolicy), unless it is a guest.
 */
export interface TopicRule {
  readonly topics: readonly string[]
  readonly owner: Owner
  readonly actions: readonly TopicVerb[]
}

export type TopicVerb = 'publish' | 'subscribe'

/** The verbs that the two words stand for. */
export const TOPIC_WORDS = {read: ['subscribe'], write: ['publish']} as const
