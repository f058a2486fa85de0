import type {RegionFacts} from '../../read/account.js'
import {PRECIOUS} from '../parts.js'
import type {Write} from '../written.js'

/** Switched off, a region takes away the access to all that exists: Terraform must not. */
export const writeRegion: Write<RegionFacts> = ({region}, scene) => {
  const type = 'aws_account_region'
  const name = scene.name(type, 'this')
  return {
    resources: [{type, name, importId: region, arguments: {region_name: region, enabled: true}, blocks: [PRECIOUS]}],
  }
}
