import type {Settings} from './settings.js'

/** Milliseconds since 1970. */
export type Clock = () => number

/** The sandbox's time: a clock, moved by as much as the settings say. */
export const sandboxTime = (clock: Clock, {clockOffsetMs}: Settings): number => clock() + clockOffsetMs
