import type {Plan} from '../../lib/engine/plan/plan.js'
import type {Look} from './look.js'
import {renderPlanPage} from './html.js'
import {renderPlanMarkdown} from './markdown.js'
import {outlinePlan} from './outline.js'

/** Everything that a plan is written as for others to read. */
export const PLAN_FORMATS: Readonly<Record<'markdown' | 'html', (plan: Plan, look: Omit<Look, 'ink'>) => string>> = {
  markdown: (plan, look) => renderPlanMarkdown(outlinePlan(plan, look)),
  html: (plan, look) => renderPlanPage(outlinePlan(plan, look)),
}
