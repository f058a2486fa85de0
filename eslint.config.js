import tseslint from 'typescript-eslint'

export default tseslint.config(
  {ignores: ['dist', '.executable', '.site', '**/node_modules']},
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'strangers/**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      // Floating promises are this tool's worst bug: a write nobody waits for is a write nobody reports.
      '@typescript-eslint/no-floating-promises': ['error', {ignoreVoid: false}],
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
      '@typescript-eslint/no-confusing-void-expression': ['error', {ignoreArrowShorthand: true}],
      '@typescript-eslint/no-unnecessary-condition': 'error',
      'max-params': ['error', 3],
    },
  },
)
