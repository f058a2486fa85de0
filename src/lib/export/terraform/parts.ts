import {call, code, type Block, type Code, type Value} from './hcl.js'
import type {Scene, TerraformResource} from './written.js'

/** A resource that Terraform then refuses to destroy. */
export const PRECIOUS: Block = {type: 'lifecycle', arguments: {prevent_destroy: true}}

/** `aws_iam_role.authenticated.arn` */
export const attributeOf = ({type, name}: Pick<TerraformResource, 'type' | 'name'>, attribute: string): Code =>
  code(`${type}.${name}.${attribute}`)

/** A policy document that reads as one, with references for what it names. */
export const document = (value: object, scene: Scene): Value => call('jsonencode', referIn(value, scene))

function referIn(value: unknown, scene: Scene): Value {
  if (typeof value === 'string') return scene.refer(value)
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => referIn(item, scene))
  if (typeof value !== 'object') return undefined
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, referIn(item, scene)]))
}

/** Tags, sorted; nothing where there are none. */
export const tagsOf = (tags: Readonly<Record<string, string>> | undefined): Value =>
  filled(tags && Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1))))

/** Tags as IAM has them. */
export const tagListOf = (
  tags: readonly {readonly Key?: string | undefined; readonly Value?: string | undefined}[] | undefined,
): Value => tagsOf(Object.fromEntries((tags ?? []).map(({Key = '', Value = ''}) => [Key, Value])))

/** Nothing instead of an empty list or map: Terraform takes both for the same. */
export const filled = <T extends object>(value: T | undefined): T | undefined =>
  value && Object.keys(value).length > 0 ? value : undefined

/** A set, in an order that does not change from one export to the next. */
export const setOf = (items: readonly string[] | undefined): readonly string[] | undefined =>
  filled(items && [...items].sort())

/** A block, where it has anything in it. */
export const blockOf = (type: string, values: Readonly<Record<string, Value>>, ...blocks: readonly Block[]): Block[] =>
  blocks.length > 0 || Object.values(values).some((value) => value !== undefined)
    ? [{type, arguments: values, blocks}]
    : []

/** What is answered and has no argument, in words. */
export const unsaid = (fields: readonly string[]): readonly string[] =>
  fields.map(
    (field) => `its setting ${field}: the AWS provider ${PROVIDER} has no argument for it, and leaves it as it is`,
  )

/** The version of Terraform's AWS provider that the files are written for, and held against. */
export const PROVIDER = '5.100'

/** Fields of an answer that these do not cover, and that say something. */
export const beyond = (answer: object | undefined, known: readonly string[]): readonly string[] =>
  Object.entries(answer ?? {})
    .filter(([field, value]) => value !== undefined && value !== null && !known.includes(field))
    .map(([field]) => field)
