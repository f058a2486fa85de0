// What the benchmarks share: the middle and spread of measurements, and the page that tells them.
import {execFileSync} from 'node:child_process'
import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const PAGE = path.resolve(import.meta.dirname, '..', 'docs', 'evidence', 'performance.md')
const TITLE =
  '# Performance\n\nMeasured, not promised: each section is written by one command, which its first line names.\n'

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2
}

/** `1.23 s (1.20–1.31)`: the median, and what lies around it. */
export function seconds(milliseconds) {
  const told = [median(milliseconds), Math.min(...milliseconds), Math.max(...milliseconds)].map((one) =>
    (one / 1_000).toFixed(2),
  )
  return milliseconds.length === 1 ? `${told[0]} s` : `${told[0]} s (${told[1]}–${told[2]})`
}

/** Where it was measured, and how busy the machine was: on a busy one times are too long, ratios less so. */
export function machine() {
  const [cpu] = os.cpus()
  const load = os.loadavg()[0].toFixed(1)
  const day = new Date().toISOString().slice(0, 10)
  return `${day}, ${os.availableParallelism()} cores of ${cpu?.model.trim() ?? 'an unknown CPU'}, Node ${process.versions.node}, load ${load} when it began`
}

/** A table of Markdown. */
export const table = (head, rows) =>
  [head, head.map((_, index) => (index === 0 ? '---' : '--:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')

/** Prints a section, and with `--write` puts it into the page in the place of the one before, else at its end. */
export function publish(name, text) {
  const section = `## ${name}\n\n${text.trim()}\n`
  console.log(`\n${section}`)
  if (!process.argv.includes('--write')) return
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : TITLE
  const sections = page.split(/^(?=## )/m).map((one) => one.trimEnd())
  const place = sections.findIndex((one) => one.startsWith(`## ${name}\n`))
  sections.splice(place < 0 ? sections.length : place, place < 0 ? 0 : 1, section.trimEnd())
  writeFileSync(PAGE, `${sections.join('\n\n')}\n`)
  execFileSync(path.resolve(import.meta.dirname, '..', 'node_modules', '.bin', 'prettier'), ['--write', PAGE])
}

/**
 * With `--check`: prints each figure with its goal and its bound, and ends with 1 where one is beyond its bound. A bound is
 * looser than the goal, for machines that others use, and for one run; it finds what is far off.
 *
 * @param figures `{name, value, goal, bound, least}`; `least` where more is better
 */
export function check(figures) {
  if (!process.argv.includes('--check')) return
  console.log('\n## Against the bounds\n')
  for (const {name, value, goal, bound, least = false} of figures) {
    const isWithin = least ? value >= bound : value <= bound
    const word = least ? 'at least' : 'at most'
    console.log(
      `${isWithin ? 'ok ' : 'BAD'} ${name}: ${value.toFixed(2)} (goal ${word} ${goal}, bound ${word} ${bound})`,
    )
    if (!isWithin) process.exitCode = 1
  }
}
