import type * as sdk from '@aws-sdk/client-iam'
import type {SimulateCustomPolicyCommandInput} from '@aws-sdk/client-iam'
import type {PolicyDocument} from '../../../auth/policy/document.js'
import {evaluate} from '../../../auth/policy/evaluate.js'
import {parsePolicy, PolicySyntaxError} from '../../../auth/policy/parse.js'
import {timeKey} from '../../../core/pages.js'
import type {Operations} from '../../../core/service.js'
import {pageOf, required} from '../input.js'
import {invalidInput} from '../refusals.js'

/** @throws ServiceError InvalidInputException for a text that is no policy. */
function readPolicy(text: string): PolicyDocument {
  try {
    return parsePolicy(text)
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw invalidInput(`Invalid policy: ${error.message}`)
    throw error
  }
}

/** What the sandbox does not simulate must not look as if it had been. */
function requireSimple(input: SimulateCustomPolicyCommandInput): void {
  for (const member of ['ResourcePolicy', 'ResourceOwner', 'OrderedOrganizationPolicyInputList'] as const)
    if (input[member] !== undefined) throw invalidInput(`The sandbox does not simulate ${member}`)
}

const contextOf = ({ContextEntries = []}: SimulateCustomPolicyCommandInput): Record<string, string[]> =>
  Object.fromEntries(
    ContextEntries.map(({ContextKeyName, ContextKeyValues = []}): [string, string[]] => [
      required(ContextKeyName, 'ContextKeyName'),
      ContextKeyValues,
    ]),
  )

/** The policy simulator, over the same evaluator that guards every call. */
export const simulationOperations: Operations<typeof sdk> = {
  SimulateCustomPolicy: {
    run: (input, call) => {
      requireSimple(input)
      const {ActionNames = [], ResourceArns = ['*'], PermissionsBoundaryPolicyInputList: boundary} = input
      const layers = {
        scps: [],
        identity: required(input.PolicyInputList, 'PolicyInputList').map(readPolicy),
        boundary: boundary?.map(readPolicy),
      }
      const context = contextOf(input)
      const results = ActionNames.flatMap((action) =>
        ResourceArns.map((resource) => {
          const {decision} = evaluate(layers, {action, resource, context})
          return {EvalActionName: action, EvalResourceName: resource, EvalDecision: decision}
        }),
      )
      const {items, rest} = pageOf([...results.entries()], {...input, key: ([index]) => timeKey(index, '')}, call)
      return {EvaluationResults: items.map(([, result]) => result), ...rest}
    },
  },
}
