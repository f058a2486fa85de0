import {parse, type DefaultTreeAdapterTypes, type ParserError} from 'parse5'

type Node = DefaultTreeAdapterTypes.Node

/** An element as a parser of HTML, as browsers have it, reads it. */
interface Element {
  readonly tag: string
  readonly attributes: ReadonlyMap<string, string>
}

interface Parsed {
  readonly errors: readonly string[]
  readonly elements: readonly Element[]
  readonly text: string
}

/** Reads a page as a browser does. */
export function parsePage(html: string): Parsed {
  const errors: string[] = []
  const document = parse(html, {onParseError: ({code}: ParserError) => errors.push(code)})
  const elements: Element[] = []
  const texts: string[] = []
  const visit = (node: Node): void => {
    if ('tagName' in node) {
      const attributes = new Map(node.attrs.map(({name, value}) => [name.toLowerCase(), value]))
      elements.push({tag: node.tagName.toLowerCase(), attributes})
    }
    if (node.nodeName === '#text' && 'value' in node) texts.push(node.value)
    if ('childNodes' in node) node.childNodes.forEach(visit)
  }
  visit(document)
  return {errors, elements, text: texts.join('\n')}
}

/** Tags and attributes that the pages and pictures are made of: nothing that loads, runs or leads away. */
const TAGS =
  /^(html|head|meta|title|style|body|main|h[1-4]|p|section|div|span|strong|code|pre|ul|li|dl|dt|dd|details|summary|footer|table|thead|tbody|tr|th|td|svg|desc|defs|marker|g|rect|path|text)$/
const ATTRIBUTES =
  /^(lang|charset|http-equiv|content|name|class|scope|data-thing|tabindex|role|aria-label|aria-labelledby|id|x|y|rx|d|width|height|viewbox|refx|refy|markerwidth|markerheight|orient|marker-end|text-anchor|font-family|xmlns)$/

/** What is in a page that must not be: none, whatever names are in it. */
export const foreignIn = ({errors, elements}: Parsed): readonly string[] => [
  ...errors,
  ...elements.filter(({tag}) => !TAGS.test(tag)).map(({tag}) => `<${tag}>`),
  ...elements.flatMap(({tag, attributes}) =>
    [...attributes.keys()].filter((name) => !ATTRIBUTES.test(name)).map((name) => `<${tag} ${name}>`),
  ),
]

/** Why a text is no well-formed XML; undefined where it is: browsers show a picture in an `<img>` only then. */
export function findXmlFault(xml: string): string | undefined {
  const open: string[] = []
  const odd = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.exec(xml)
  if (odd) return `a character that XML has not at ${odd.index}`
  for (const [token] of xml.matchAll(/<[^>]*>?|[^<]+/g)) {
    if (!token.startsWith('<')) {
      if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(token)) return `an entity in ${token}`
      continue
    }
    const tag = /^<(\/?)([a-z][A-Za-z]*)((?: [a-zA-Z-]+(?::[a-z]+)?="[^"<&]*")*)(\/?)>$/.exec(token)
    if (!tag) return `the tag ${token}`
    const [, closes, name = '', , isEmpty] = tag
    if (closes) {
      if (open.pop() !== name) return `${token} closes something else`
    } else if (!isEmpty) open.push(name)
  }
  return open.length === 0 ? undefined : `${open.join(', ')} is not closed`
}
