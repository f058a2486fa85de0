import type {OrganizationPicture} from '../../lib/index.js'
import {renderOrganizationPage} from './html.js'
import {renderOrganizationMermaid} from './mermaid.js'
import {renderOrganizationSvg} from './svg.js'
import {renderOrganizationTree} from './tree.js'

/** Everything that an organization is drawn as, a file for each. */
export const ORGANIZATION_FORMATS: Readonly<
  Record<'tree' | 'mermaid' | 'svg' | 'html', (picture: OrganizationPicture) => string>
> = {
  tree: renderOrganizationTree,
  mermaid: renderOrganizationMermaid,
  svg: (picture) => renderOrganizationSvg(picture),
  html: renderOrganizationPage,
}
