/** Where a dotenv file stands among those of its folder: `.env.production.local` is of the mode `production`, and local. */
interface Place {
  readonly mode: string | undefined
  readonly isLocal: boolean
}

/** How late a file is read, and a later one counts; `undefined` where it is not read. */
type Order = (place: Place) => number | undefined

/** Vite, and with it SvelteKit and Astro: .env, .env.local, .env.[mode], .env.[mode].local (guide, "Env Variables and Modes"). */
const vite: Order = ({mode, isLocal}) => (mode === undefined ? 0 : 2) + (isLocal ? 1 : 0)

/**
 * .env, .env.[mode], .env.local, .env.[mode].local. Next.js (guide, "Environment Variable Load Order"), Create React App
 * ("Adding Custom Environment Variables") and Expo (`@expo/env`).
 */
const next: Order = ({mode, isLocal}) => (mode === undefined ? 0 : 1) + (isLocal ? 2 : 0)

/** Nuxt reads .env alone, unless --dotenv names another file (Nuxt, `.env`). */
const nuxt: Order = ({mode, isLocal}) => (mode === undefined && !isLocal ? 1 : 0)

/** By what the names of variables begin with that reach a browser. */
const ORDERS: ReadonlyMap<string, Order> = new Map([
  ['VITE_', vite],
  ['PUBLIC_', vite],
  ['NEXT_PUBLIC_', next],
  ['REACT_APP_', next],
  ['EXPO_PUBLIC_', next],
  ['NUXT_PUBLIC_', nuxt],
])

/** Kept beside dotenv files for people and other tools, and no mode of anything. */
const NO_MODE = /^(example|sample|template|dist|defaults?|schema|vault|keys|me|previous|backup|bak|old|orig|save|swp)$/i

function placeOf(name: string): Place | undefined {
  const [start, env, ...rest] = name.split('.')
  if (start !== '' || env !== 'env' || rest.includes('') || rest.some((part) => NO_MODE.test(part))) return undefined
  const isLocal = rest.at(-1) === 'local'
  const mode = rest.slice(0, isLocal ? -1 : undefined).join('.')
  return {mode: mode === '' ? undefined : mode, isLocal}
}

/**
 * Whether what reads a dotenv output takes the same names from another file of its folder, and in which mode;
 * `undefined` where it does not, or where nobody knows what reads the output. Pure.
 */
export function isReadLater(name: string, output: string, prefix: string): {readonly mode?: string} | undefined {
  const order = ORDERS.get(prefix)
  const [other, own] = [placeOf(name), placeOf(output)]
  if (!order || !other || !own || name === output) return undefined
  const [later, ours] = [order(other), order(own)]
  if (later === undefined || ours === undefined || later <= ours) return undefined
  // Of two modes the application is in one.
  if (own.mode !== undefined && other.mode !== undefined && own.mode !== other.mode) return undefined
  return other.mode === undefined || own.mode !== undefined ? {} : {mode: other.mode}
}
