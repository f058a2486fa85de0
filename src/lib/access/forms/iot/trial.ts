import {listed, sayOwner} from '../words.js'
import type {Trial} from '../trial.js'
import {topicProbes} from './probes.js'
import type {TopicRule} from './rule.js'

export const iot: Trial<'iot'> = {
  probes: topicProbes,
  says: sayTopics,
  isAbout: (_, {service}) => service === 'iot',
  // IoT developer guide, "Amazon Cognito identities".
  before: 'AWS IoT refuses users who signed in until an IoT policy is attached to the identity (iot:AttachPolicy)',
}

function sayTopics({topics, owner, actions}: TopicRule): string {
  const verbs = listed(actions.map((verb) => `${verb} to`))
  const named = topics.map((topic) => topic.replaceAll('{owner}', `<${sayOwner(owner)}>`))
  return `${verbs} the topics ${listed(named)}, connected under ${sayOwner('identity')}`
}
