// Names that JavaScript or the records already give a meaning to.
export const MEANINGFUL: readonly string[] = [
  '__proto__',
  'prototype',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
]

/** Whether a text, as a name, would mean something else than it says. */
export const isMeaningful = (value: string): boolean => MEANINGFUL.includes(value)
