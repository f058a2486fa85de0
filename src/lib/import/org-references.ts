import type {YamlPart} from './yaml-part.js'

/** Follows `!Ref`, `!GetAtt` and `!Sub` within one file, to texts that stand in it. */
export interface References {
  /** The text, with references followed; `undefined` where there is none, or where a reference leads out of the file. */
  resolve(part: YamlPart): string | undefined
  /** The same; throws UsageError with the line where a reference leads out of the file. */
  need(part: YamlPart): string | undefined
}

/** More steps than any author means; also ends references that go round in circles. */
const MOST_STEPS = 100

/** Longer than any name or address. */
const LONGEST = 2048

/** `${Name}` of a `!Sub`; `${!Name}` is a text. */
const VARIABLE = /\$\{([^}!][^}]*)\}/g

/** A function by its tag, or by the key of the long form. */
const FUNCTIONS: ReadonlyMap<string, 'Ref' | 'GetAtt' | 'Sub'> = new Map([
  ['!Ref', 'Ref'],
  ['Ref', 'Ref'],
  ['!GetAtt', 'GetAtt'],
  ['Fn::GetAtt', 'GetAtt'],
  ['!Sub', 'Sub'],
  ['Fn::Sub', 'Sub'],
])

export function openReferences(root: YamlPart, section: YamlPart): References {
  const start = (part: YamlPart): string | undefined => {
    let steps = 0

    const resolve = (at: YamlPart): string | undefined => {
      steps += 1
      if (steps > MOST_STEPS) return undefined
      const called = callIn(at)
      if (called === undefined) return at.tag === undefined ? nonEmpty(at.text) : undefined
      const {name, argument} = called
      if (name === 'Sub') return argument.text === undefined ? undefined : substitute(argument.text)
      const words = argument.text === undefined ? argument.items().map(({text}) => text ?? '') : [argument.text]
      return lookUp(words.join('.'))
    }

    /** `Param`, `DevAccount` (its id), `DevAccount.AccountName`, `DevAccount.Tags.owner`. */
    const lookUp = (name: string): string | undefined => {
      const [first = '', ...keys] = name.split('.')
      const parameter = keys.length === 0 ? root.at('Parameters')?.at(first)?.at('Default') : undefined
      const properties = section.at(first)?.at('Properties')
      const path = keys.length === 0 ? ['AccountId'] : keys
      const found = parameter ?? path.reduce<YamlPart | undefined>((above, key) => above?.at(key), properties)
      return found && resolve(found)
    }

    const substitute = (text: string): string | undefined => {
      if (text.length > LONGEST) return undefined
      const values = [...text.matchAll(VARIABLE)].map(([, name = '']) => lookUp(name.trim()))
      if (values.includes(undefined)) return undefined
      const made = text.split(VARIABLE).map((word, index) => (index % 2 === 0 ? word : (values[(index - 1) / 2] ?? '')))
      return made.join('').length <= LONGEST ? made.join('') : undefined
    }

    return resolve(part)
  }

  return {
    resolve: start,
    need: (part) => {
      const found = start(part)
      if (found !== undefined) return found
      if (part.tag === undefined && part.text === '') return undefined
      throw part.refuse(
        `is ${wordsFor(part)}, which awsup cannot resolve`,
        'Write the value itself there, or name the accounts on the command line: awsup import organization --account <id>=<name>',
      )
    },
  }
}

interface Call {
  readonly name: 'Ref' | 'GetAtt' | 'Sub'
  readonly argument: YamlPart
}

function callIn(part: YamlPart): Call | undefined {
  const byTag = part.tag === undefined ? undefined : FUNCTIONS.get(part.tag)
  if (byTag !== undefined) return {name: byTag, argument: part}
  const [only, another] = part.entries()
  const byKey = only && !another ? FUNCTIONS.get(only[0]) : undefined
  return only && byKey !== undefined ? {name: byKey, argument: only[1]} : undefined
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text)

/** `!Ref Other`, `{"Ref": …}`, "a map". */
function wordsFor(part: YamlPart): string {
  if (part.tag !== undefined) return `${part.tag} ${part.text ?? '…'}`
  const [only] = part.entries()
  if (only) return `{ ${only[0]}: ${only[1].text ?? '…'} }`
  return part.isMap ? 'a map' : 'a list'
}
