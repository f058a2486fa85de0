import type {AccessRule, AccessRules} from '../../../access/rules.js'

/** A rule and where it stands. */
export interface Placed {
  readonly path: readonly string[]
  readonly rule: AccessRule
}

/** Every rule with the path to it. */
export function placed({authenticated, guests, groups}: AccessRules): readonly Placed[] {
  const sections: readonly (readonly [readonly string[], readonly AccessRule[]])[] = [
    [['authenticated'], authenticated],
    [['guests'], guests],
    ...[...groups].map(([group, rules]) => [['groups', group], rules] as const),
  ]
  return sections.flatMap(([section, rules]) =>
    rules.map((rule, index) => ({path: ['access', ...section, String(index)], rule})),
  )
}
