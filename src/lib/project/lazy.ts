type Lazy<F> = F extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never

/**
 * A function of a module that is loaded at its first call: what talks to AWS is read by those who talk to AWS. (A plain
 * re-export would do for one program; in a bundle of many, what one of them reaches through a door all of them load.)
 * This is also the outermost place of the library: what AWS or the network answered leaves it explained (see
 * `explain`).
 *
 *     export const openSession = lazily(() => import('./session.js'), 'openSession')
 */
export const lazily = <M, K extends keyof M>(load: () => Promise<M>, name: K): Lazy<M[K]> =>
  (async (...args: readonly unknown[]) => {
    const module = await load()
    try {
      return await (module[name] as (...args: readonly unknown[]) => unknown)(...args)
    } catch (error) {
      const {explain} = await import('../aws/calls/refusals.js')
      throw explain(error) ?? error
    }
  }) as Lazy<M[K]>
