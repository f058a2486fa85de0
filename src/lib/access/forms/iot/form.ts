import type {Form} from '../form.js'
import {topicGrants} from './grants.js'
import {readTopics} from './read.js'

export const iot: Form<'iot'> = {
  read: (spot) => ({iot: readTopics(spot)}),
  expand: (rule, {named}) => ({iot: {...rule, topics: rule.topics.map(named)}}),
  nameOf: undefined,
  ownerOf: ({owner}) => owner,
  grants: (rules, place) => rules.flatMap((rule) => topicGrants(rule, place)),
}
