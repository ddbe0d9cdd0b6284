import { once } from 'node:events'
import { vi } from 'vitest'
import { WebSocket } from 'ws'
import { freePort } from './free-port.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** A server process with metrics and a debugger, for tests of its memory and state. `await using` ends it. */
export interface ObservedServer extends ServerProcess {
  /** The present values of its metrics, by series, such as `rollcall_sockets_open`. */
  metrics: () => Promise<Map<string, number>>
  /** The size of its JavaScript heap in bytes, after a garbage collection. */
  liveBytes: () => Promise<number>
  /** Evaluates a JavaScript expression in the server's process and returns its value. */
  evaluate: (expression: string) => Promise<unknown>
  /** What it has written to standard error after the debugger was attached, which writes some lines itself. */
  complaints: () => string
}

/** Starts a server with metrics and Node's inspector, both on free ports. */
export async function startObserved(variables: Record<string, string>): Promise<ObservedServer> {
  const metricsPort = await freePort()
  const server = await startServer({
    ...variables,
    METRICS_PORT: String(metricsPort),
    NODE_OPTIONS: '--inspect=127.0.0.1:0',
  })
  const inspector = new WebSocket(/ws:\S+/.exec(server.stderr)?.[0] ?? '')
  await once(inspector, 'open')
  inspector.on('error', () => {}) // the connection breaks when the server ends
  let asked = 0
  const ask = async (method: string, params: object = {}) => {
    const id = ++asked
    inspector.send(JSON.stringify({ id, method, params }))
    for (;;) {
      const [data] = await once(inspector, 'message')
      const answer = JSON.parse(String(data))
      if (answer.id === id) return answer.result
    }
  }
  await vi.waitUntil(() => server.stderr.includes('Debugger attached.\n'))
  const begun = server.stderr.length
  const { kill } = server

  return Object.assign(server, {
    kill(signal: NodeJS.Signals) {
      inspector.terminate() // with a debugger attached, the process would wait for it before it ends
      kill(signal)
    },
    async metrics() {
      const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
      const lines = Array.from(text.matchAll(/^([^#\s].*) (\S+)$/gm), ([, series = '', value]) => [
        series,
        value,
      ])
      return new Map(lines.map(([series = '', value]) => [series, Number(value)]))
    },
    async liveBytes() {
      await ask('HeapProfiler.collectGarbage')
      return (await ask('Runtime.getHeapUsage')).usedSize as number
    },
    evaluate: async (expression: string) =>
      (await ask('Runtime.evaluate', { expression, returnByValue: true })).result.value as unknown,
    complaints: () => server.stderr.slice(begun),
  })
}
