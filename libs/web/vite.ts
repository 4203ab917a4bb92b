import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'vite'

/** How each page is built: one place to serve it from, and no word about how long it took on a busy machine. */
export const pageAt = (base: string): UserConfig =>
  defineConfig({
    base,
    plugins: [react()],
    build: { chunkSizeWarningLimit: 2000, rolldownOptions: { checks: { bundlerTimings: false } } },
  })
