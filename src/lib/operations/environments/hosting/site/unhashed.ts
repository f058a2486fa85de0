import type {SiteFiles} from './folder.js'

/** A name that changes with the content: `main-BqL7zW9f.js`, `main.4f3a2b1c.css`. */
const HASHED = /[-._](?=[A-Za-z0-9_-]*[0-9A-Z])[A-Za-z0-9_-]{8,}\.[a-z0-9]+(?:\.map)?$/

/**
 * Files that browsers would keep for a year although their names do not change with their content: the next deployment
 * would not reach who has them.
 */
export function findUnhashed(site: SiteFiles, immutable: readonly string[]): readonly string[] {
  const patterns = immutable.map(globOf)
  return [...site.keys()].filter((path) => patterns.some((one) => one.test(`/${path}`)) && !HASHED.test(path))
}

/** As Amplify reads patterns: `**` is anything, `*` anything within a folder; without a slash, in every folder. */
function globOf(pattern: string): RegExp {
  const place = pattern.startsWith('/') ? pattern : pattern.includes('/') ? `/${pattern}` : `/**/${pattern}`
  const source = place.split(/(\*\*\/?|\*)/).map((part) => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '**') return '.*'
    return part === '*' ? '[^/]*' : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${source.join('')}$`, 's')
}
