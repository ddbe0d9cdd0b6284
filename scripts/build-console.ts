import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

// npm run build: builds the console into console/dist, and compresses each file beside it. Every install runs it. Where
// the development packages are not installed it can't build, and the server says so at `/`.

const root = new URL('../console/', import.meta.url)
const vite = await import('vite').catch(() => undefined)
if (vite) {
  // Vite takes NODE_ENV before its mode: wherever it is "development" or "test", React's development build would be served.
  process.env.NODE_ENV = 'production'
  await vite.build({ configFile: new URL('vite.config.ts', root).pathname })
  for (const file of globSync('dist/**/*.{html,js,css,svg}', { cwd: root })) {
    const content = await readFile(new URL(file, root))
    await writeFile(new URL(`${file}.gz`, root), gzipSync(content, { level: 9 }))
    await writeFile(
      new URL(`${file}.br`, root),
      brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    )
  }
} else {
  process.stdout.write('The console is not built: the development packages are not installed.\n')
}
