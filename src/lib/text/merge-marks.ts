/**
 * The first line, from 1, that git writes where it could not merge: git-merge(1), "How conflicts are presented". Each mark
 * counts alone, for people often take away only some of them. Neither YAML nor JSON has such a line at the top level.
 */
export function findMergeMark(text: string): number | undefined {
  const index = text.split('\n').findIndex((line) => /^(?:<{7,}|>{7,}|\|{7,}|={7,})(?:\s|$)/.test(line))
  return index < 0 ? undefined : index + 1
}
