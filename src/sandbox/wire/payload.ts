import type {RestPayload} from './rest.js'
import type {RestJsonPayload} from './rest-json.js'

/** A request's parameters, not yet read by a schema. */
export type Payload =
  | {readonly type: 'json'; readonly text: string}
  | {readonly type: 'query'; readonly form: ReadonlyMap<string, string>}
  | RestPayload
  | RestJsonPayload
