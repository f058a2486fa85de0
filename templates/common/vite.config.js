import {defineConfig} from 'vite'

export default defineConfig({
  // Sign-in and the SDK are more than Vite expects of one file.
  build: {target: 'es2023', chunkSizeWarningLimit: 1000},
})
