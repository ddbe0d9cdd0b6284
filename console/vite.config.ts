import locales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Builds the console into console/dist, from where the server serves it. Nothing is inlined: the policy under which the
// page runs allows no data: addresses and no inline scripts.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [{ ...locales.vite({ locales: ['nb-NO', 'en-GB', 'en-US'] }), enforce: 'pre' }, react()],
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  logLevel: 'warn',
})
