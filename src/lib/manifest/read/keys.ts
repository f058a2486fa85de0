import type {KeyShape} from './shape.js'
import type {Read} from './spot.js'

/** A key of a mapping: how its value is read, and whether it must be written. The comment above it says what it does. */
export interface Key<T> extends KeyShape {
  readonly read: Read<T>
}

/** The keys of a mapping, in the order in which they are read. */
export type Keys = Readonly<Record<string, Key<unknown>>>

/** What a mapping with these keys says. */
export type Said<K extends Keys> = {readonly [N in keyof K]: K[N] extends Key<infer T> ? T : never}

export const required = <T>(read: Read<T>, about?: string): Key<T> => ({read, presence: 'required', about})

/** `undefined` when the key does not exist. */
export const optional = <T>(read: Read<T>, about?: string): Key<T | undefined> => ({read, presence: 'optional', about})

/** The same for mappings and lists, where a key with nothing behind it is as good as none. */
export const section = <T>(read: Read<T>, about?: string): Key<T | undefined> => ({read, presence: 'section', about})
