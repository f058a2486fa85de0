import {sayOwner, sayVerbs} from '../words.js'
import type {Trial} from '../trial.js'
import {objectProbes} from './probes.js'
import type {BucketRule} from './rule.js'

export const s3: Trial<'s3'> = {
  probes: objectProbes,
  says: sayBucket,
  isAbout: ({bucket}, {service, sort}) => service === 's3' && sort === bucket,
  whole: ({bucket}) => ({
    action: 's3:ListBucket',
    resource: `arn:aws:s3:::${bucket}`,
    says: `list the whole of bucket ${bucket}`,
  }),
}

function sayBucket({bucket, prefix, owner, actions}: BucketRule): string {
  const verbs = sayVerbs(actions, [
    ['read', ['get', 'list']],
    ['write', ['put', 'delete']],
  ])
  const place = prefix === '' ? '' : ` below ${prefix.replaceAll('{owner}', `<${sayOwner(owner)}>`)}/`
  return `${verbs} the objects of bucket ${bucket}${place}`
}
