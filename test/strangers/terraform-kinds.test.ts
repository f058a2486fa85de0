import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {KINDS} from '../../strangers/kinds/kinds.js'
import {failuresIn} from '../../strangers/terraform/terraform-kinds.js'

const CONFIGURATIONS = join(import.meta.dirname, '..', '..', 'strangers', 'terraform')

/** Every type of resource that a configuration makes. */
const typesIn = (name: string): readonly string[] =>
  readdirSync(join(CONFIGURATIONS, name))
    .filter((file) => file.endsWith('.tf'))
    .flatMap((file) => [...readFileSync(join(CONFIGURATIONS, name, file), 'utf8').matchAll(/^resource "(\w+)"/gm)])
    .map(([, type = '']) => type)

test('what Terraform would still change or has failed at is told of its kind; what it only reads again is not', () => {
  const plan = `
  # data.aws_cognito_user_pools.made will be read during apply
  # aws_cognito_user_pool.this will be updated in-place
  # aws_cognito_user_pool.other will be updated in-place
`
  const error = `Error: creating IAM Role (reader)

  with aws_iam_role.this,
  on iam.tf line 1, in resource "aws_iam_role" "this":`
  expect(failuresIn(plan, 'second plan')).toEqual([
    {
      service: 'cognito-idp',
      kind: 'user-pool',
      why: 'second plan: aws_cognito_user_pool is not as Terraform wants it',
    },
  ])
  expect(failuresIn(error, 'first apply')).toMatchObject([{service: 'iam', kind: 'role'}])
  expect(() => failuresIn('# aws_lambda_function.this will be created', 'plan')).toThrow(TypeError)
})

test.each(['own', 'organization', 'identity-center'])(
  'every type of resource in %s is one of the kinds that the sandbox serves',
  (name) => {
    for (const type of new Set(typesIn(name))) {
      const [found] = failuresIn(`# ${type}.this will be created`, 'plan')
      expect([type, KINDS.some(({service, kind}) => service === found?.service && kind === found.kind)]).toEqual([
        type,
        true,
      ])
    }
  },
)
