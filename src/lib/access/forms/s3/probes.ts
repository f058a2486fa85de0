import type {BucketRule, ObjectVerb} from './rule.js'
import type {AccessRule} from '../../rules.js'
import {ANOTHER, byOwner, keyOf, ME, type Person} from '../../matrix/people.js'
import {distinct, never, type Ground, type Probe} from '../../matrix/probe.js'

const TRIED: readonly (readonly [string, ObjectVerb])[] = [
  ['s3:GetObject', 'get'],
  ['s3:PutObject', 'put'],
  ['s3:DeleteObject', 'delete'],
]
const ADMINISTRATION = ['DeleteBucket', 'PutBucketPolicy', 'PutBucketAcl']

/** Everything worth trying on the buckets of the rules: own folder, another's, beside it, and lists of each. */
export function objectProbes(rules: readonly AccessRule[], {account}: Pick<Ground, 'account'>): readonly Probe[] {
  const all = rules.flatMap((rule) => ('s3' in rule ? [rule.s3] : []))
  const buckets = distinct(all.map(({bucket}) => bucket))
  const probes = buckets.flatMap((bucket) => {
    const folders = all.filter((rule) => rule.bucket === bucket)
    const different = new Map(folders.map((rule) => [`${rule.owner} ${rule.prefix}`, rule]))
    return [
      ...[...different.values()].flatMap(folderProbes),
      ...objectTries(bucket, 'awsup-elsewhere/awsup', `objects of bucket ${bucket} in a folder that no rule names`),
      listTry(bucket, undefined, `list of all objects of bucket ${bucket}`),
      listTry(bucket, '', `list of all objects of bucket ${bucket}, by an empty prefix`),
      ...ADMINISTRATION.map((action) => ({
        action: `s3:${action}`,
        resource: bucketArn(bucket),
        keys: {},
        target: `bucket ${bucket} itself`,
        meant: never,
      })),
    ]
  })
  // Whose the buckets are; where a name was taken by somebody else, no rule means it.
  return probes.map((probe) => ({...probe, keys: {...probe.keys, 'aws:ResourceAccount': [account]}}))
}

function folderProbes(rule: BucketRule): readonly Probe[] {
  const {bucket, prefix, owner} = rule
  const above = /^(.*\/)\{owner\}/.exec(prefix)?.[1]
  const place = `of bucket ${bucket}${above === undefined ? '' : ` below ${above}`}${byOwner(owner)}`
  if (owner === 'none') {
    const target = `objects of bucket ${bucket}${prefix === '' ? '' : ` below ${prefix}/`}`
    return triesIn(bucket, folderOf(rule, ME), target)
  }
  const beside = folderOf(rule, {identity: `${ME.identity}0`, sub: `${ME.sub}0`, claim: `${ME.claim}0`})
  return [
    ...triesIn(bucket, folderOf(rule, ME), `own objects ${place}`),
    ...triesIn(bucket, folderOf(rule, ANOTHER), `another’s objects ${place}`),
    // A folder whose name begins as one's own: what a forgotten slash would open.
    ...triesIn(bucket, beside, `objects next to one’s own ${place}`),
    ...(above === undefined ? [] : [listTry(bucket, above, `list of everybody’s objects ${place}`)]),
  ]
}

const triesIn = (bucket: string, folder: string, target: string): readonly Probe[] => [
  ...objectTries(bucket, `${folder}awsup`, target),
  listTry(bucket, folder, `list of ${target}`),
]

const objectTries = (bucket: string, key: string, target: string): readonly Probe[] =>
  TRIED.map(([action, verb]) => ({
    action,
    resource: `${bucketArn(bucket)}/${key}`,
    keys: {},
    target,
    meant: (rules) => rules.some((rule) => 's3' in rule && opens(rule.s3, {bucket, key, verb})),
  }))

const listTry = (bucket: string, prefix: string | undefined, target: string): Probe => ({
  action: 's3:ListBucket',
  resource: bucketArn(bucket),
  keys: prefix === undefined ? {} : {'s3:prefix': [prefix]},
  target,
  meant: (rules) => rules.some((rule) => 's3' in rule && opens(rule.s3, {bucket, key: prefix ?? '', verb: 'list'})),
})

const opens = (
  rule: BucketRule,
  {bucket, key, verb}: {readonly bucket: string; readonly key: string; readonly verb: ObjectVerb},
): boolean => rule.bucket === bucket && rule.actions.includes(verb) && key.startsWith(folderOf(rule, ME))

const folderOf = ({prefix, owner}: BucketRule, person: Person): string =>
  prefix === '' ? '' : `${prefix.replaceAll('{owner}', keyOf(person, owner))}/`

const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`
