import type {IdentityCenter} from '../manifest.js'
import {either, mapping, made} from '../read/collections.js'
import {optional, required} from '../read/keys.js'
import {oneOf, text} from '../read/scalars.js'
import type {Read} from '../read/spot.js'
import {projectName} from '../rules/names.js'
import {regionName} from '../rules/regions.js'
import {startUrl} from '../rules/team.js'

const NOTHING_SAID: IdentityCenter = {region: undefined, startUrl: undefined, prefix: undefined}

/** `signIn`: a word, or IAM Identity Center with what is known of it. `undefined`: as IAM users. */
export const signIn: Read<IdentityCenter | undefined> = either(
  made(oneOf('iam', 'identity-center'), (word) => (word === 'iam' ? undefined : NOTHING_SAID)),
  mapping(
    {
      /** What signs people in: AWS IAM Identity Center. */
      with: required(oneOf('identity-center')),
      /**
       * Region in which IAM Identity Center is switched on. Without this key awsup looks for it.
       * @example eu-west-1
       */
      region: optional(text(regionName)),
      /**
       * Address of the AWS access portal, which the console shows under Settings. Without this key:
       * `https://<identity store>.awsapps.com/start`.
       * @example https://acme.awsapps.com/start
       */
      startUrl: optional(text(startUrl)),
      /**
       * What names of permission sets begin with, instead of the project: AWS takes at most 32 characters for
       * `<prefix>-<environment>-<role>`.
       * @example acme
       */
      prefix: optional(text(projectName)),
    },
    ({region, startUrl: url, prefix}): IdentityCenter => ({region, startUrl: url, prefix}),
  ),
)
