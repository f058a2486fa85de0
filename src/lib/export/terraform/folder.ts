import type {Kinds} from '../../resources/index.js'
import {code, type Block, type Value} from './hcl.js'
import {PROVIDER} from './parts.js'
import {renderBlocks, renderComment} from './render.js'
import {writeParts, type Part, type WrittenPart} from './scene.js'

/** Where the resources of a folder are. */
export interface FolderPlace {
  readonly accountId: string
  readonly region: string
  /** ARN of the role to enter the account by; absent where the reader's own credentials are the account's. */
  readonly role?: string | undefined
  /** Lines for the reader above everything. */
  readonly about: readonly string[]
}

/** A file of a folder. */
export interface ExportedFile {
  readonly name: string
  readonly text: string
}

/** A resource of Terraform's and where it is written. */
export interface ExportedResource {
  /** awsup's address. */
  readonly address: string
  /** `aws_cognito_user_pool.this` */
  readonly terraform: string
  readonly importId: string
  /** Name of its file. */
  readonly file: string
}

/** What is on record and in no file, and why. */
export interface NotExported {
  readonly address: string
  readonly why: string
}

/** A folder that Terraform can work in. */
export interface Folder {
  readonly files: readonly ExportedFile[]
  readonly resources: readonly ExportedResource[]
  readonly notExported: readonly NotExported[]
}

/** The file of each kind. */
const FILES: {readonly [K in keyof Kinds]: string} = {
  organization: 'organization.tf',
  'organizational-unit': 'organization.tf',
  account: 'accounts.tf',
  'existing-account': 'accounts.tf',
  region: 'region.tf',
  'service-control-policy': 'guardrails.tf',
  'identity-center': 'permission_sets.tf',
  'permission-set': 'permission_sets.tf',
  'permission-set-assignment': 'assignments.tf',
  'user-pool': 'user_pool.tf',
  'user-pool-group': 'user_pool.tf',
  'user-pool-domain': 'user_pool.tf',
  'managed-login-branding': 'user_pool.tf',
  'app-client': 'app_clients.tf',
  'resource-server': 'app_clients.tf',
  'identity-provider': 'identity_providers.tf',
  'identity-pool': 'identity_pool.tf',
  'identity-pool-roles': 'identity_pool.tf',
  'principal-tags': 'identity_pool.tf',
  table: 'tables.tf',
  bucket: 'buckets.tf',
  'hosting-app': 'hosting.tf',
  'hosting-branch': 'hosting.tf',
  'hosting-domain': 'hosting.tf',
  role: 'roles.tf',
  'managed-policy': 'policies.tf',
  'oidc-provider': 'roles.tf',
  'iam-group': 'users.tf',
  'iam-user': 'users.tf',
}

const FILE_OF: ReadonlyMap<string, string> = new Map(Object.entries(FILES))

const fileOf = ({recorded}: Pick<Part, 'recorded'>): string => FILE_OF.get(recorded.kind) ?? 'others.tf'

/** The files of one folder: settings, resources by subject, imports, and the variables that there are. Pure. */
export function makeFolder(parts: readonly Part[], place: FolderPlace): Folder {
  const written = writeParts(parts)
  const resources = written.flatMap((part) =>
    part.resources.map(({type, name, importId}) => ({
      address: part.recorded.address,
      terraform: `${type}.${name}`,
      importId,
      file: fileOf(part),
    })),
  )
  const names = [...new Set(written.map(fileOf))].sort()
  const variables = written.flatMap((part) => part.variables ?? [])
  return {
    files: [
      {name: 'terraform.tf', text: `${comments(place.about)}\n${renderBlocks(settingsOf(place))}`},
      ...names.map((name) => ({name, text: renderParts(written.filter((part) => fileOf(part) === name))})),
      {name: 'imports.tf', text: `${comments(IMPORTS)}\n${renderBlocks(resources.map(importOf))}`},
      ...(variables.length === 0 ? [] : [{name: 'variables.tf', text: renderBlocks(variables.map(variableOf))}]),
    ],
    resources,
    notExported: written.flatMap(({recorded: {address}, missing = []}) => missing.map((why) => ({address, why}))),
  }
}

const IMPORTS = ['What the first "terraform apply" imports. Once it has, this file may go.']

const comments = (lines: readonly string[]): string =>
  lines.map((line) => `${renderComment(line).join('\n')}\n`).join('')

/** Each resource with what Terraform cannot say of it above. */
const renderParts = (parts: readonly WrittenPart[]): string =>
  parts
    .map(({recorded, resources, missing = []}) => {
      const lacks = missing.map((why) => `Not in Terraform, of ${recorded.address}: ${why}.`)
      const blocks = resources.map(({type, name, comment, arguments: values, blocks: inner}): Block => ({
        type: 'resource',
        labels: [type, name],
        comment,
        arguments: values,
        blocks: inner,
      }))
      return `${comments(lacks)}${renderBlocks(blocks)}`
    })
    .join('\n')

const importOf = ({terraform, importId}: ExportedResource): Block => ({
  type: 'import',
  arguments: {to: code(terraform), id: importId},
})

const variableOf = ({name, description}: {readonly name: string; readonly description: string}): Block => ({
  type: 'variable',
  labels: [name],
  arguments: {description, type: code('string'), default: null, sensitive: true},
})

/** Terraform, its provider, and the one account that it may work in. */
function settingsOf({accountId, region, role}: FolderPlace): readonly Block[] {
  const provider: Value = {source: 'hashicorp/aws', version: `~> ${PROVIDER}`}
  return [
    {
      type: 'terraform',
      // Blocks that import are known from 1.5 on.
      arguments: {required_version: '>= 1.5'},
      blocks: [{type: 'required_providers', arguments: {aws: provider}}],
    },
    {
      type: 'provider',
      labels: ['aws'],
      arguments: {region, allowed_account_ids: [accountId]},
      blocks: role === undefined ? [] : [{type: 'assume_role', arguments: {role_arn: role}}],
    },
  ]
}
