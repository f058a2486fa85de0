/** Answers what it is told to, or throws it. */
export const handler = async ({throws, answer}) => {
  if (throws !== undefined) throw throws
  return answer
}
