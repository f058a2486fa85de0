import {BAD_ACCESS} from './access.js'
import {BAD_CLIENTS} from './clients.js'
import {BAD_DATA} from './data.js'
import {BAD_DEPLOYERS} from './deployers.js'
import {BAD_HOSTING} from './hosting.js'
import {BAD_IDENTITY_CENTER} from './identity-center.js'
import {BAD_INPUT} from './input.js'
import {BAD_LIMITS} from './limits.js'
import {BAD_OUTPUTS} from './outputs.js'
import {BAD_POOL} from './pool.js'
import {BAD_SECTIONS} from './sections.js'
import {BAD_TEAM} from './team.js'

/** Every manifest that is refused, by a title. */
export const BAD = [
  ...BAD_ACCESS,
  ...BAD_CLIENTS,
  ...BAD_DATA,
  ...BAD_DEPLOYERS,
  ...BAD_HOSTING,
  ...BAD_IDENTITY_CENTER,
  ...BAD_INPUT,
  ...BAD_LIMITS,
  ...BAD_OUTPUTS,
  ...BAD_POOL,
  ...BAD_SECTIONS,
  ...BAD_TEAM,
]
