import type {YamlPart} from './yaml-part.js'

/** Follows `!Ref`, `!GetAtt` and `!Sub` within one file, to texts that stand in it. */
export interface References {
  /** The text, with references followed; `undefined` where there is none, or where a reference leads out of the file. */
  resolve(part: YamlPart): string | undefined
  /** The same; throws UsageError with the line where a reference leads out of the file. */
  need(part: YamlPart): string | undefined
}

/** Longer chains of references than any author means; also ends those that go round in circles. */
const LONGEST = 10

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
  const resolve = (part: YamlPart, left: number): string | undefined => {
    if (left === 0) return undefined
    const called = callIn(part)
    if (called === undefined) return part.tag === undefined ? nonEmpty(part.text) : undefined
    const {name, argument} = called
    if (name === 'Sub') return argument.text === undefined ? undefined : substitute(argument.text, left)
    const words = argument.text === undefined ? argument.items().map(({text}) => text ?? '') : [argument.text]
    return lookUp(words.join('.'), left)
  }

  /** `Param`, `DevAccount` (its id), `DevAccount.AccountName`, `DevAccount.Tags.owner`. */
  const lookUp = (name: string, left: number): string | undefined => {
    const [first = '', ...steps] = name.split('.')
    const parameter = steps.length === 0 ? root.at('Parameters')?.at(first)?.at('Default') : undefined
    const properties = section.at(first)?.at('Properties')
    const path = steps.length === 0 ? ['AccountId'] : steps
    const found = parameter ?? path.reduce<YamlPart | undefined>((part, step) => part?.at(step), properties)
    return found && resolve(found, left - 1)
  }

  const substitute = (text: string, left: number): string | undefined => {
    const values = [...text.matchAll(/\$\{([^}!][^}]*)\}/g)].map(([whole, name = '']) => ({
      whole,
      value: lookUp(name.trim(), left),
    }))
    if (values.some(({value}) => value === undefined)) return undefined
    return values.reduce((before, {whole, value = ''}) => before.replace(whole, () => value), text)
  }

  return {
    resolve: (part) => resolve(part, LONGEST),
    need: (part) => {
      const found = resolve(part, LONGEST)
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
