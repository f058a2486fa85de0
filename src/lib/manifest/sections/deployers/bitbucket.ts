import type {Issuer, Subjects} from '../../../access/team/deployer.js'
import {mapping} from '../../read/collections.js'
import {optional, required} from '../../read/keys.js'
import {text} from '../../read/scalars.js'
import type {Read} from '../../read/spot.js'
import {bitbucketWorkspace, uuid} from './rules.js'
import {tieOf, type Tie, type Tied} from './tied.js'

/** A repository of Bitbucket, and the deployment environment that may apply. */
export interface Bitbucket extends Tied {
  readonly repositoryId: string
  readonly issuer: Issuer
}

const bare = (id: string): string => id.replaceAll(/[{}]/g, '')

export const bitbucket: Read<Bitbucket> = mapping(
  {
    /**
     * The workspace, as it is in its address.
     * @example acme
     */
    workspace: required(text(bitbucketWorkspace)),
    /** UUID of the workspace. */
    workspaceId: required(text(uuid)),
    /** UUID of the repository. */
    repositoryId: required(text(uuid)),
    /** UUID of the deployment environment whose steps may apply. */
    environmentId: optional(text(uuid)),
  },
  ({workspace, workspaceId, ...said}): Bitbucket => ({
    ...said,
    issuer: {
      label: `bitbucket-${workspace}`,
      url: `https://api.bitbucket.org/2.0/workspaces/${workspace}/pipelines-config/identity/oidc`,
      audience: `ari:cloud:bitbucket::workspace/${bare(workspaceId)}`,
    },
  }),
)

/** The last part of a subject is the step, which is new in each run (sigstore/fulcio#1257). */
export function bitbucketSubjects({repositoryId, ...shared}: Bitbucket, tie: Tie): Subjects {
  const {name} = tieOf(['environmentId'], shared, tie)
  return {apply: [`{${bare(repositoryId)}}:{${bare(name)}}`], plan: [], isOpenEnded: true}
}
