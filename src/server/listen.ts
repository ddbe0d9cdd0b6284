import type { Server } from 'node:http'
import { StartupError } from '../errors.ts'

/**
 * Starts to listen for HTTP requests.
 *
 * @param port 0 takes a free one
 * @param setting the setting that the port comes from, for the error's message
 * @returns the port that it listens on
 * @throws StartupError where it can't listen there
 */
export async function listen(
  server: Server,
  port: number,
  host: string,
  setting: 'PORT' | 'METRICS_PORT' = 'PORT',
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(port, host, setting, cause)))
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : port
}

function cannotListen(
  port: number,
  host: string,
  setting: string,
  cause: NodeJS.ErrnoException,
): StartupError {
  const why: Record<string, string> = {
    EADDRINUSE: `Port ${port} is in use. Stop what uses it, or choose another one with ${setting}.`,
    EACCES: `Port ${port} may not be used by this user. Choose one from 1024 on with ${setting}.`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Choose another one with HOST.`,
    ENOTFOUND: `There is no host named ${host}. Choose another one with HOST.`,
  }
  return new StartupError(why[cause.code ?? ''] ?? `Can’t listen on ${host}:${port} (${cause.code}).`, {
    cause,
  })
}

/** Stops listening, lets requests in flight finish for at most `gracePeriodMs`, then ends their connections. */
export async function close(server: Server, gracePeriodMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // Repeatedly, because a connection becomes idle only once its last request has been answered.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const timeout = setTimeout(() => server.closeAllConnections(), gracePeriodMs)
  await closed
  clearInterval(idle)
  clearTimeout(timeout)
}
