/**
 * Whether AWS answered with an error of one of these names. The SDK's names are meant: `NoSuchEntityException`,
 * `ResourceNotFoundException`; where AWS models none, the raw code on the wire (`AccessDenied`).
 */
export const isError = (error: unknown, ...names: readonly string[]): error is Error =>
  error instanceof Error && names.includes(error.name)

/**
 * Does `work`; `undefined` when AWS answers with an error of this name (or one of these), which means "not there".
 * Every other error passes through.
 */
export async function absentWhen<T>(names: string | readonly string[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (isError(error, ...(typeof names === 'string' ? [names] : names))) return undefined
    throw error
  }
}
