import pty from '@lydell/node-pty'
import xterm from '@xterm/headless'
import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

const COLUMNS = 80
const ROWS = 40

/**
 * Plays commands in one terminal of 80 columns, as a person would type them, and answers what is on it in the end.
 *
 * @param steps `run`: the words after `awsup`; `answers`: what is waited for on the screen, and what is typed then; or `edit`: a
 *   file, what is replaced in it, and what by
 * @returns lines of runs of one style each: `{text, bold, dim, colour}`, colour a number of the palette
 */
export async function play(steps, {binary, cwd, home}) {
  const terminal = new xterm.Terminal({cols: COLUMNS, rows: ROWS, scrollback: 5000, allowProposedApi: true})
  const write = (data) => new Promise((resolve) => terminal.write(data, resolve))
  for (const step of steps) {
    await write(`\u001b[1m$ ${step.typed ?? `awsup ${step.run.map(quote).join(' ')}`}\u001b[0m\r\n`)
    if (step.edit) edit(path.join(cwd, step.edit.file), step.edit)
    else await run(step, {binary, cwd, home, write})
    await write('\r\n')
  }
  const lines = linesOf(terminal.buffer.active)
  while (lines.at(-1)?.length === 0) lines.pop()
  return lines
}

async function run({run: args, answers = []}, {binary, cwd, home, write}) {
  const child = pty.spawn(process.execPath, [binary, ...args], {
    name: 'xterm-256color',
    cols: COLUMNS,
    rows: ROWS,
    cwd,
    env: {PATH: process.env.PATH, HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8', AWSUP_NO_UPDATE_NOTICE: '1'},
  })
  const waiting = [...answers]
  const written = []
  let seen = ''
  child.onData((data) => {
    written.push(write(data))
    seen += data
    if (waiting.length === 0 || !seen.includes(waiting[0].see)) return
    child.write(`${waiting.shift().type}\r`)
    seen = ''
  })
  const code = await new Promise((resolve) => child.onExit(({exitCode}) => resolve(exitCode)))
  await Promise.all(written)
  if (code !== 0) throw new Error(`awsup ${args.join(' ')} ended with ${code}:\n${seen}`)
}

function edit(file, {from, to}) {
  const text = readFileSync(file, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
  writeFileSync(file, text.replace(from, to))
}

const quote = (word) => (/^[\w@+.,:/=-]+$/.test(word) ? word : `'${word}'`)

function linesOf(buffer) {
  return Array.from({length: buffer.length}, (_, row) => {
    const line = buffer.getLine(row)
    const end = line.translateToString(true).length
    const runs = []
    for (let column = 0; column < end; column += 1) {
      const cell = line.getCell(column)
      const style = {
        bold: cell.isBold() !== 0,
        dim: cell.isDim() !== 0,
        colour: cell.isFgPalette() ? cell.getFgColor() : undefined,
      }
      const text = cell.getChars() || ' '
      const last = runs.at(-1)
      if (last && Object.keys(style).every((name) => last[name] === style[name])) last.text += text
      else runs.push({...style, text})
    }
    return runs
  })
}
