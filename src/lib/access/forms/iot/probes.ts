import type {TopicRule, TopicVerb} from './rule.js'
import type {AccessRule} from '../../rules.js'
import {ANOTHER, byOwner, keyOf, ME, type Person} from '../../matrix/people.js'
import {distinct, fits, type Ground, type Probe} from '../../matrix/probe.js'

const TRIED: readonly (readonly [string, 'topic' | 'topicfilter', TopicVerb])[] = [
  ['iot:Publish', 'topic', 'publish'],
  ['iot:Receive', 'topic', 'subscribe'],
  ['iot:Subscribe', 'topicfilter', 'subscribe'],
]

/** Own topics and another's, everything at once (`#`), and connecting as oneself and as another. */
export function topicProbes(rules: readonly AccessRule[], ground: Ground): readonly Probe[] {
  const all = rules.flatMap((rule) => ('iot' in rule ? [rule.iot] : []))
  if (all.length === 0) return []
  const patterns = new Map(all.flatMap((rule) => rule.topics.map((topic) => [`${rule.owner} ${topic}`, {rule, topic}])))
  const topics = [...patterns.values()].flatMap(({rule: {owner}, topic}) => {
    const [mine, theirs] = [sample(topic, owner, ME), sample(topic, owner, ANOTHER)]
    const shown = topic.replace('{owner}', '…')
    return mine === theirs
      ? topicTries(mine, `topic ${shown}`, ground)
      : [
          ...topicTries(mine, `own topic ${shown}${byOwner(owner)}`, ground),
          ...topicTries(theirs, `another’s topic ${shown}${byOwner(owner)}`, ground),
        ]
  })
  return [
    ...topics,
    ...topicTries('awsup-other', 'any other topic', ground),
    subscribeTry('#', ground),
    ...distinct(all.flatMap((rule) => rule.topics.filter((topic) => topic.includes('{owner}')))).map((topic) =>
      subscribeTry(topic.replace('{owner}', '+').replaceAll('*', '#'), ground),
    ),
    connectTry(ME, 'as oneself', ground),
    connectTry(ANOTHER, 'as another', ground),
  ]
}

const topicTries = (topic: string, target: string, ground: Ground): readonly Probe[] =>
  TRIED.map(([action, sort, verb]) => ({
    action,
    resource: at(ground, `${sort}/${topic}`),
    keys: {},
    target,
    meant: (rules) => rules.some((rule) => 'iot' in rule && rule.iot.actions.includes(verb) && covers(rule.iot, topic)),
  }))

/** A filter of MQTT's own wildcards: who may subscribe to it hears everybody. */
const subscribeTry = (filter: string, ground: Ground): Probe => ({
  action: 'iot:Subscribe',
  resource: at(ground, `topicfilter/${filter}`),
  keys: {},
  target: `everybody’s topics, by the filter ${filter}`,
  meant: (rules) =>
    rules.some((rule) => 'iot' in rule && rule.iot.actions.includes('subscribe') && covers(rule.iot, filter)),
})

const connectTry = (person: Person, words: string, ground: Ground): Probe => ({
  action: 'iot:Connect',
  resource: at(ground, `client/${person.identity}`),
  keys: {},
  target: `connecting ${words}`,
  meant: (rules) => person === ME && rules.some((rule) => 'iot' in rule),
})

const covers = ({topics, owner}: TopicRule, topic: string): boolean =>
  topics.some((pattern) => fits(pattern.replaceAll('{owner}', keyOf(ME, owner)), topic))

const sample = (topic: string, owner: string, person: Person): string =>
  topic.replaceAll('{owner}', keyOf(person, owner)).replaceAll('*', 'awsup')

const at = ({region, account}: Ground, name: string): string => `arn:aws:iot:${region}:${account}:${name}`
