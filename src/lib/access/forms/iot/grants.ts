import type {Grant} from '../../policy/grants.js'
import {ownerVariable, patternGuard} from '../../owner.js'
import type {TopicRule} from './rule.js'
import {arnIn, type Place} from '../../policy/statement.js'

/**
 * Topics of AWS IoT. An identity connects under its own id (or that and a hyphen and more, for a second tab), so that
 * nobody can throw another out by taking its client id. Besides this policy, an identity that signed in needs an IoT
 * policy that was attached to it with AttachPolicy (IoT developer guide, "Amazon Cognito identities").
 */
export function topicGrants({topics, owner, actions}: TopicRule, place: Place): readonly Grant[] {
  const me = ownerVariable('identity', place)
  const named = topics.map((topic) => topic.replaceAll('{owner}', ownerVariable(owner, place)))
  const [own, condition] = [owner === 'none' ? 'Shared' : 'Own', patternGuard(owner, place)]
  const on = (sort: 'topic' | 'topicfilter', verbs: readonly string[]): readonly Grant[] =>
    named.map((topic) => ({
      sid: sort === 'topic' ? `${own}Topics` : `${own}TopicFilters`,
      thing: topic,
      actions: verbs,
      resources: [arnIn(place, 'iot', `${sort}/${topic}`)],
      condition,
    }))
  return [
    {
      sid: 'Connect',
      thing: me,
      actions: ['iot:Connect'],
      resources: [`client/${me}`, `client/${me}-*`].map((client) => arnIn(place, 'iot', client)),
      condition: {},
    },
    ...(actions.includes('publish') ? on('topic', ['iot:Publish']) : []),
    ...(actions.includes('subscribe')
      ? [...on('topic', ['iot:Receive']), ...on('topicfilter', ['iot:Subscribe'])]
      : []),
  ]
}
