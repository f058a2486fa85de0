import path from 'node:path'
import ts from 'typescript'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
  // Applications install aws-amplify, which passes these types on.
  paths: {'aws-amplify': [path.join(ROOT, 'node_modules/@aws-amplify/core')]},
}

/** What TypeScript's compiler says against these files; an empty list when it says nothing. */
export function compile(files: Readonly<Record<string, string>>): readonly string[] {
  const disk = ts.createCompilerHost(OPTIONS)
  const own = new Map(
    Object.entries(files).map(([name, text]) => [path.join(ROOT, 'test', 'lib', 'outputs', name), text]),
  )
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => own.has(name) || disk.fileExists(name),
    readFile: (name) => own.get(name) ?? disk.readFile(name),
    getSourceFile: (name, version, onError) => {
      const text = own.get(name)
      return text === undefined ? disk.getSourceFile(name, version, onError) : ts.createSourceFile(name, text, version)
    },
  }
  const program = ts.createProgram([...own.keys()], OPTIONS, host)
  return ts.getPreEmitDiagnostics(program).map(({messageText}) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

/** What a module of TypeScript or JavaScript exports. */
export async function importModule(text: string): Promise<Record<string, unknown>> {
  const {outputText} = ts.transpileModule(text, {compilerOptions: {...OPTIONS, noEmit: false}})
  const url = `data:text/javascript,${encodeURIComponent(outputText)}`
  return (await import(/* @vite-ignore */ url)) as Record<string, unknown>
}
