/** Ids are random: each gets the place of its first appearance, in as many characters as it has (clients: 26). */
const IDS = [
  {shape: /\b\d{12}\b/g, name: (index) => String(index).repeat(12).slice(0, 12)},
  {shape: /(?<=\b[a-z]{2}-[a-z]+-\d_)[A-Za-z0-9]{9}\b/g, name: (index) => 'Pool'.padEnd(8, 'x') + index},
  {shape: /\b[a-z0-9]{25,26}\b/g, name: (index) => 'client'.padEnd(25, 'x') + index},
  {shape: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, name: uuid},
  {shape: /(?<=\bou-)[a-z0-9]{4}-[a-z0-9]{8}\b/g, name: (index) => `root-exampl${index}x`},
  {shape: /(?<=\bp-)[a-z0-9]{8}\b/g, name: (index) => `policyx${index}`},
  {shape: /(?<=\bo-)[a-z0-9]{10}\b/g, name: () => 'exampleorg'},
]

function uuid(index) {
  return `${String(index).repeat(8)}-0000-4000-8000-${String(index).repeat(12)}`
}

/** How long something took depends on the machine. */
const TIME = /\b\d+(\.\d+)?(?= ?(ms|s|seconds?)\b)/g

/**
 * What was on the terminal, the same in each run: what is made at the same time is put in order of its name, and ids and times
 * are replaced. Takes and answers lines of runs, as `play` does.
 */
export function steady(lines) {
  const found = IDS.map(() => new Map())
  const replace = (text) =>
    IDS.reduce(
      (done, {shape, name}, at) =>
        done.replaceAll(shape, (id) => {
          if (!found[at].has(id)) found[at].set(id, name(found[at].size + 1, id))
          return found[at].get(id)
        }),
      text,
    ).replaceAll(TIME, (time) => '0'.repeat(time.length))
  return sortMade(lines).map((runs) => runs.map((run) => ({...run, text: replace(run.text)})))
}

const textOf = (runs) => runs.map(({text}) => text).join('')

/** Lines about what was made, each with the lines that it goes on in. */
function sortMade(lines) {
  const blocks = []
  for (const line of lines) {
    const text = textOf(line)
    const last = blocks.at(-1)
    if (last?.made && /^ +\S/.test(text)) last.lines.push(line)
    else blocks.push({made: /^created \S/.test(text) ? text : undefined, lines: [line]})
  }
  const sorted = []
  for (let at = 0; at < blocks.length;) {
    const end = blocks.findIndex(({made}, index) => index >= at && !made)
    const until = end === -1 ? blocks.length : end
    sorted.push(...blocks.slice(at, until).toSorted((a, b) => (a.made < b.made ? -1 : 1)))
    if (until < blocks.length) sorted.push(blocks[until])
    at = until + 1
  }
  return sorted.flatMap((block) => block.lines)
}
