import {oneOrMore} from '../../manifest/read/collections.js'
import {oneOf} from '../../manifest/read/scalars.js'
import {shaped} from '../../manifest/read/shape.js'
import type {Read} from '../../manifest/read/spot.js'

/** `read`, `write` or single verbs, one or a list: as single verbs, each once, in the order in which they are known. */
export function verbs<const V extends string>(
  words: {readonly read: readonly NoInfer<V>[]; readonly write: readonly NoInfer<V>[]},
  singles: readonly V[],
): Read<readonly V[]> {
  const read = oneOrMore(oneOf<'read' | 'write' | V>('read', 'write', ...singles), {max: singles.length + 2})
  return shaped(read.shape, (spot) => {
    const said = read(spot)
    const open = said.flatMap((word): readonly string[] =>
      word === 'read' ? words.read : word === 'write' ? words.write : [word],
    )
    return singles.filter((verb) => open.includes(verb))
  })
}
