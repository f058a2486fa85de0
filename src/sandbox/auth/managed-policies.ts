import {brotliDecompressSync} from 'node:zlib'
import packed from '../../models/managed-policies.json' with {type: 'json'}
import type {PolicyDocument} from './policy/document.js'
import {parsePolicy} from './policy/parse.js'

/** A policy of AWS's own, as it was when scripts/generate/managed-policies.py read it. */
export interface ManagedPolicy {
  readonly arn: string
  /** `/`, `/service-role/`, `/job-function/` … */
  readonly path: string
  readonly name: string
  /** The version in force; of earlier ones nothing is known. */
  readonly versionId: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly updatedAt: number
  /** JSON, AWS's own text but for white space. */
  readonly text: string
}

/** All of AWS's own policies. */
export interface ManagedPolicies {
  find(arn: string): ManagedPolicy | undefined
  list(): readonly ManagedPolicy[]
  /** What a policy says, read once: the longest have thousands of actions. */
  documentOf(policy: ManagedPolicy): PolicyDocument
}

/** `job-function/ViewOnlyAccess`, with tabs between: version, dates, document. */
function toPolicy(line: string): ManagedPolicy {
  const [pathAndName = '', versionId = '', created = '', updated = '', text = ''] = line.split('\t')
  const end = pathAndName.lastIndexOf('/') + 1
  return {
    arn: `arn:aws:iam::aws:policy/${pathAndName}`,
    path: `/${pathAndName.slice(0, end)}`,
    name: pathAndName.slice(end),
    versionId,
    createdAt: Date.parse(created),
    updatedAt: Date.parse(updated),
    text,
  }
}

const byArn = (lines: readonly string[]): ReadonlyMap<string, ManagedPolicy> =>
  new Map(lines.map(toPolicy).map((policy) => [policy.arn, policy]))

function openManagedPolicies({unpacked, brotli}: typeof packed): ManagedPolicies {
  const common = byArn(unpacked)
  const documents = new Map<string, PolicyDocument>()
  let unpackedAll: ReadonlyMap<string, ManagedPolicy> | undefined
  // Unpacked when a policy is looked for that is not among the common ones.
  const all = () => (unpackedAll ??= byArn(brotliDecompressSync(Buffer.from(brotli, 'base64')).toString().split('\n')))
  return {
    find: (arn) => common.get(arn) ?? (arn.startsWith('arn:aws:iam::aws:policy/') ? all().get(arn) : undefined),
    list: () => [...all().values()],
    documentOf({arn, text}) {
      const document = documents.get(arn) ?? parsePolicy(text)
      documents.set(arn, document)
      return document
    },
  }
}

/** Every policy that AWS itself makes, with what it grants. */
export const MANAGED_POLICIES = openManagedPolicies(packed)
