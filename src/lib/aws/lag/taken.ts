import {callOf} from '../calls/call.js'
import {isTaken} from './missed.js'
import {lookAgain} from './look-again.js'
import {systemClock} from '../clock.js'
import type {AnyResource, Context, Fields} from '../../base/resource.js'

/**
 * The same room, whose create takes for its own what AWS says exists already although we looked and found nothing: an
 * earlier run made it, or this one did and the reply was lost, and it does not show yet. It is looked for until it must
 * show. What is not ours is refused by `read`; what nobody finds is refused as AWS did.
 */
export const adoptingTaken = (room: AnyResource): AnyResource => ({
  ...room,
  create: async (desired, context) => {
    try {
      return await room.create(desired, context)
    } catch (error) {
      // Only its own name is meant, not that of something which it needs.
      if (!isTaken(error) || !callOf(error)?.operation.startsWith('Create')) throw error
      const found = await lookFor(room, desired, context)
      if (!found) throw error
      const changes = room.diff(desired, found)
      if (changes.some(({effect}) => effect !== 'update')) throw error
      return changes.length > 0 ? room.update(desired, found, context) : found
    }
  },
})

function lookFor(room: AnyResource, desired: Fields, context: Context): ReturnType<AnyResource['read']> {
  const key = Object.fromEntries(room.key.map((name) => [name, desired[name]]))
  return lookAgain(`${room.kind} that exists already to show`, () => room.read(key, undefined, context), {
    context,
    clock: systemClock,
    deadline: systemClock.now() + context.aws.visibleMs,
  })
}
