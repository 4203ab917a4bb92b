import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({ base: '/account/', plugins: [react()], build: { chunkSizeWarningLimit: 1500 } })
