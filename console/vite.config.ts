import locales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** The date library brings a dozen calendars, of which both languages use one: without the others 13 KiB are saved. */
const oneCalendar: Plugin = {
  name: 'one-calendar',
  transform(code, id) {
    if (!id.includes('@internationalized/date') || !id.includes('/createCalendar.')) return
    return code.replace(/case '(?!gregory)[\w-]+':\s*return [^;]+;/g, '')
  },
}

// Builds the console into console/dist, from where the server serves it. Nothing is inlined: the policy under which the
// page runs allows no data: addresses and no inline scripts.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    { ...locales.vite({ locales: ['nb-NO', 'en-GB', 'en-US'] }), enforce: 'pre' },
    oneCalendar,
    react(),
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  logLevel: 'warn',
})
