import {explainNobody, explainRole} from '../../access/explain/explain.js'
import {fromForms} from '../../access/forms/registry.js'

import type {AccessRule, FormName} from '../../access/rules.js'
import type {Project} from '../../project/project.js'
import {compileRoles, policiesOf} from './compiled.js'
import {groundOf} from '../../project/ground.js'
import {requireRole} from './require-role.js'
import {showAccess, type ShownRole} from './show.js'

/** Who reaches what in an environment: sorts of people × things that the rules name. */
export interface AccessPage {
  readonly project: string
  readonly environment: string
  readonly region: string
  readonly protected: boolean
  /** All zeroes where it is not made yet. */
  readonly accountId: string
  readonly roles: readonly PageRole[]
  /** What nobody may, as it follows “nobody may”. */
  readonly nobody: readonly string[]
}

interface PageRole extends ShownRole {
  /** `users who signed in` */
  readonly who: string
  readonly may: readonly Reach[]
  readonly mayNot: readonly Reach[]
}

/** One rule, in words. */
export interface Reach {
  /** `table todos-dev` */
  readonly thing: string
  readonly says: string
  /** Sids that decide. */
  readonly statements: readonly string[]
}

/** What the access rules of an environment mean, thing by thing, with the policies that they compile to. Needs no network. */
export function readAccessPage(project: Project, environment: string, role: string | undefined): AccessPage {
  const settings = project.manifest.environments.get(environment)
  const ground = groundOf(project, environment)
  const all = compileRoles(project, environment).map((one) => ({...one, policies: policiesOf(one)}))
  const shown = new Map(showAccess(project, environment, role).roles.map((one) => [one.role, one]))
  return {
    project: project.manifest.project,
    environment,
    region: ground.region,
    protected: settings?.protected ?? false,
    accountId: ground.account,
    roles: requireRole(all, role).flatMap((one) => {
      const policies = shown.get(one.role)
      if (!policies) return []
      const explained = explainRole(one, ground)
      const reaches = (sentences: typeof explained.may, rules: readonly AccessRule[]): readonly Reach[] =>
        sentences.map((sentence, index) => ({thing: thingOf(rules[index]), ...sentence}))
      return [
        {
          ...policies,
          who: explained.who,
          may: reaches(
            explained.may,
            one.rules.filter((rule) => !isDenial(rule)),
          ),
          mayNot: reaches(explained.mayNot, one.rules.filter(isDenial)),
        },
      ]
    }),
    nobody: explainNobody(all, ground),
  }
}

const isDenial = (rule: AccessRule): boolean => 'statement' in rule && rule.statement.effect === 'deny'

/** What a rule is about where its form has no single name for it. */
const OTHERS: Readonly<Partial<Record<FormName, string>>> = {iot: 'topics', statement: 'statements of your own'}

function thingOf(rule: AccessRule | undefined): string {
  const [thing] = fromForms(rule === undefined ? [] : [rule], (form, body, name) => {
    const named = form.nameOf?.(body)
    return named === undefined ? (OTHERS[name] ?? name) : `${named.field} ${named.value}`
  })
  return thing ?? ''
}
