import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'

/** A file in memory, with the compressed forms that the build has made of it. */
export interface StaticFile {
  /** The media type. */
  type: string
  etag: string
  /** Whether its name changes with its content, so that browsers may cache it for ever. */
  immutable: boolean
  content: Uint8Array
  encoded: { br?: Uint8Array; gzip?: Uint8Array }
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
}
const DIST = new URL('../../../console/dist/', import.meta.url)

/** Reads the built console: its files by URL path, with index.html as `/`. Empty where the console was not built. */
export async function readConsoleFiles(): Promise<Map<string, StaticFile>> {
  const files = new Map<string, StaticFile>()
  for (const name of globSync('**/*', { cwd: DIST })) {
    if (!TYPES[extname(name)]) continue
    files.set(name === 'index.html' ? '/' : `/${name}`, await readStaticFile(new URL(name, DIST)))
  }
  return files
}

/**
 * Reads one file, and its compressed forms where they exist beside it (`.br`, `.gz`).
 *
 * @throws Error where it can't be read, or its type is not one that the console uses
 */
export async function readStaticFile(file: URL): Promise<StaticFile> {
  const type = TYPES[extname(file.pathname).toLowerCase()]
  if (!type) throw new Error(`must be one of ${Object.keys(TYPES).join(', ')}`)
  const content = await readFile(file)
  const compressed = (suffix: string) => readFile(new URL(`${file.href}.${suffix}`)).catch(() => undefined)
  const [br, gzip] = await Promise.all([compressed('br'), compressed('gz')])
  return {
    type,
    etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
    immutable: file.pathname.includes('/dist/assets/'),
    content,
    encoded: { ...(br ? { br } : {}), ...(gzip ? { gzip } : {}) },
  }
}

/**
 * Answers a GET or HEAD of a file: compressed where the client accepts that, and 304 where it has this version already.
 * Written here because packages for static files (sirv, serve-static) answer Node's responses, and Yoga wants fetch's.
 */
export function serveFile(request: Request, file: StaticFile, headers: Record<string, string>): Response {
  const accepted = request.headers.get('accept-encoding') ?? ''
  const encoding = (['br', 'gzip'] as const).find(
    (name) => file.encoded[name] && new RegExp(`\\b${name}\\b(?!;q=0(\\.0+)?\\b)`).test(accepted),
  )
  const etag = encoding ? `${file.etag.slice(0, -1)}-${encoding}"` : file.etag
  const answer = {
    'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    vary: 'accept-encoding',
    ...headers,
  }
  const known = (request.headers.get('if-none-match') ?? '').split(/, */)
  if (known.includes(etag) || known.includes(`W/${etag}`))
    return new Response(null, { status: 304, headers: answer })
  const body = (encoding && file.encoded[encoding]) ?? file.content
  return new Response(request.method === 'HEAD' ? null : (body as BodyInit), {
    headers: {
      ...answer,
      'content-type': file.type,
      'content-length': String(body.byteLength),
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
  })
}
