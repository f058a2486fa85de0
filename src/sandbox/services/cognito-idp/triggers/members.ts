import {isMembers, unrecognizable} from './reply.js'
import type {Members, Texts} from './event.js'

/*
 * Members of a response; `null` is as good as left out, and so is a trigger that was not called.
 * All throw ServiceError InvalidLambdaResponseException for a value of another type.
 */

const read =
  <T>(isGood: (value: unknown) => value is T) =>
  (response: Members | undefined, name: string): T | undefined => {
    const value = response?.[name] ?? undefined
    if (value !== undefined && !isGood(value)) throw unrecognizable()
    return value
  }

const isText = (value: unknown): value is string => typeof value === 'string'

export const textOf = read(isText)

export const flagOf = (response: Members | undefined, name: string): boolean =>
  read((value): value is boolean => typeof value === 'boolean')(response, name) ?? false

export const listOf = read((value): value is readonly string[] => Array.isArray(value) && value.every(isText))

export const textsOf = read((value): value is Texts => isMembers(value) && Object.values(value).every(isText))

export const membersOf = read(isMembers)
