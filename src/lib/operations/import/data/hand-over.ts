import type {AnyResource, Context, Fields} from '../../../base/resource.js'
import {contextFor, type Engine} from '../../../engine/engine.js'
import {setTags as tagTable} from '../../../resources/data/dynamodb/change.js'
import {findTable} from '../../../resources/data/dynamodb/read.js'
import {setTags as tagBucket} from '../../../resources/data/s3/change.js'
import {findBucket} from '../../../resources/data/s3/read.js'
import type {Handover} from '../taken.js'

/**
 * The engine, to which these tables and buckets are this project's already: a plan made with it says what is left to do once they
 * are tagged. It reads, and is used for nothing else.
 */
export function withHandovers(engine: Engine, handovers: readonly Handover[]): Engine {
  if (handovers.length === 0) return engine
  const rooms = [...engine.rooms].map(([kind, room]) => [kind, withOurs(room, handovers)] as const)
  return {...engine, rooms: new Map(rooms)}
}

function withOurs(room: AnyResource, handovers: readonly Handover[]): AnyResource {
  const ours = handovers.filter(({kind}) => kind === room.kind)
  if (ours.length === 0) return room
  return {
    ...room,
    read: async (key: Fields, id: string | undefined, context: Context) => {
      const own = ours.find(({address}) => address === context.owner['awsup:address'])
      if (!own) return room.read(key, id, context)
      const found = await (own.kind === 'table' ? findTable : findBucket)(own.id, context, () => undefined)
      return found && {...found.actual, tagged: true}
    },
  }
}

/** Adds awsup's tags on AWS, beside those that it has. May be done twice. */
export async function handOver(engine: Engine, {kind, address, environment, id, ...place}: Handover): Promise<void> {
  const context = await contextFor(engine, {address, environment, account: place.accountId, region: place.region})
  await engine.records.requireLock()
  if (kind === 'bucket') return tagBucket(id, context)
  const found = await findTable(id, context, () => undefined)
  if (found) await tagTable(found.actual.arn, context)
}
