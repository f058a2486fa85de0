import {made} from '../../../manifest/read/collections.js'
import {optional} from '../../../manifest/read/keys.js'
import type {AccessRule} from '../../rules.js'
import type {Form} from '../form.js'
import {topicGrants} from './grants.js'
import {readTopics} from './read.js'

export const iot: Form<'iot'> = {
  /** MQTT topics of AWS IoT. An identity that signed in needs an IoT policy as well. */
  key: optional(made(readTopics, (rule): AccessRule => ({iot: rule}))),
  expand: (rule, {named}) => ({iot: {...rule, topics: rule.topics.map(named)}}),
  nameOf: undefined,
  ownerOf: ({owner}) => owner,
  grants: (rules, place) => rules.flatMap((rule) => topicGrants(rule, place)),
}
