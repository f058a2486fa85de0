import {isWrittenByUsers, tagsIn} from '../../access/claims.js'
import {ManifestError} from '../../base/errors.js'
import {dotted} from '../read/becomes.js'
import type {Placed} from './access/placed-rules.js'
import type {Environment} from '../manifest.js'
import {show} from '../read/show.js'
import type {Source} from '../read/source.js'

/**
 * Whether a raw statement rests on a session tag of a claim that users write themselves: they would choose what the
 * statement opens, or what it denies (Cognito developer guide, "Using attributes for access control"). Throws
 * ManifestError with the statement's place.
 */
export function checkTags(
  rules: readonly Placed[],
  {environment, source}: {readonly environment: Environment; readonly source: Source},
): void {
  const claims = new Map(
    [...environment.auth.identityPool.principalTags].map(([tag, claim]) => [tag.toLowerCase(), claim]),
  )
  for (const {path, rule} of rules) {
    if (!('statement' in rule)) continue
    for (const {tag, where} of tagsIn(rule.statement)) {
      const claim = claims.get(tag)
      if (claim === undefined || !isWrittenByUsers(claim)) continue
      const at = [...path, 'statement', where]
      throw new ManifestError(
        `${dotted(at)} rests on the session tag ${show(tag)}, which carries ${claim}: users write that themselves`,
        {
          at: source.at(at),
          hint: `Map the tag to sub or to a custom attribute in auth.identityPool.principalTags: awsup takes a custom attribute out of what app clients may write.`,
          code: 'TAG_WRITTEN_BY_USERS',
          details: {tag, claim},
        },
      )
    }
  }
}
