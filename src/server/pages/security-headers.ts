import { createHash } from 'node:crypto'
import type { Plugin } from 'graphql-yoga'

/**
 * Adds security headers to all answers: no content sniffing, no referrer, no framing, and a content security policy
 * that allows nothing, or on HTML pages `pagePolicy`. An answer that has a policy of its own keeps it.
 *
 * @param pagePolicy gives the policy of the page at /graphql
 */
export function securityHeaders(pagePolicy: () => string): Plugin {
  return {
    onResponse({ response }) {
      if (!response) return
      response.headers.set('x-content-type-options', 'nosniff')
      response.headers.set('referrer-policy', 'no-referrer')
      response.headers.set('x-frame-options', 'DENY')
      const isPage = response.headers.get('content-type')?.startsWith('text/html')
      if (!response.headers.has('content-security-policy'))
        response.headers.set('content-security-policy', isPage ? pagePolicy() : NOTHING)
    },
  }
}

const NOTHING = "default-src 'none'; frame-ancestors 'none'"

/**
 * The content security policy of GraphiQL's page: it may run the scripts in it and no others, and send requests only to
 * this server.
 */
export function graphiqlPolicy(html: string): string {
  const scripts = scriptsOf(html).map(
    (script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )
  return [
    "default-src 'none'",
    `script-src ${scripts.join(' ')}`,
    'worker-src blob:', // the editor checks and completes in workers, which it makes of its own script
    "style-src 'unsafe-inline'", // the editor places every line and colour by styles that it makes as it goes
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The scripts of a page, as a browser delimits them: each ends at the first end tag, even one within a string. */
function scriptsOf(html: string): string[] {
  const scripts: string[] = []
  for (let from = 0; ; ) {
    const start = html.indexOf('<script>', from)
    if (start < 0) return scripts
    const end = html.indexOf('</script', start)
    scripts.push(html.slice(start + '<script>'.length, end))
    from = end
  }
}
