import {selfServicePolicy} from '../../access/policy/self-service.js'
import {ref, type KindNode} from '../../resources/nodes.js'
import type {Environment, Manifest} from '../manifest.js'
import {inEnvironment} from './places.js'

/** The IAM users of an environment with the groups that they are in; nothing where nobody is. */
export function makeUsers({project, users, userGroups}: Manifest, environment: Environment): readonly KindNode[] {
  const env = environment.name
  const place = inEnvironment(environment)
  const here = [...users].filter(([, user]) => user.environments.includes(env))
  if (here.length === 0) return []
  const used = [...userGroups].filter(([name]) => here.some(([, user]) => user.groups.includes(name)))
  const selfService: KindNode = {
    ...place,
    address: `${env}.policy.self-service`,
    kind: 'managed-policy',
    desired: {
      name: `${project}-${env}-self-service`,
      description: 'Lets users look after their own password, MFA device and access keys',
      document: selfServicePolicy(),
    },
  }
  return [
    // A machine has no MFA device, and nothing of its own to look after.
    ...(here.every(([, {machine}]) => machine) ? [] : [selfService]),
    ...used.map(([name, managedPolicies]): KindNode => ({
      ...place,
      address: `${env}.user-group.${name}`,
      kind: 'iam-group',
      desired: {name, managedPolicies},
    })),
    ...here.map(([name, {groups, machine}]): KindNode => ({
      ...place,
      address: `${env}.user.${name}`,
      kind: 'iam-user',
      desired: {
        name,
        groups,
        managedPolicies: machine ? [] : [ref(selfService.address, 'arn')],
      },
      // Groups are named, not referred to, so that a plan shows which ones.
      after: groups.map((group) => `${env}.user-group.${group}`),
    })),
  ]
}
