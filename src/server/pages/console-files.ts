import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'

/** A file as it is served: as it is, and compressed where it was when it was built. */
export interface StaticFile {
  type: string
  etag: string
  /** Whether its name changes with its content, so that it may be kept for ever. */
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

/** The built console's files by their paths, `/` included; none where it was not built. */
export async function readConsoleFiles(): Promise<Map<string, StaticFile>> {
  const files = new Map<string, StaticFile>()
  for (const name of globSync('**/*', { cwd: DIST })) {
    if (!TYPES[extname(name)]) continue
    files.set(name === 'index.html' ? '/' : `/${name}`, await readStaticFile(new URL(name, DIST)))
  }
  return files
}

/**
 * Reads one file, with its compressed forms where they stand beside it.
 *
 * @throws where it can't be read, or is of a kind that the console does not use
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

/** Answers a GET or HEAD of a file: compressed as the client can read it, and not at all where it has it already. */
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
