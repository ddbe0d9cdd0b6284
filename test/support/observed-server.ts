import { once } from 'node:events'
import { vi } from 'vitest'
import { WebSocket } from 'ws'
import { freePort } from './free-port.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** A server whose inside can be looked at, as an operator and a debugger would. `await using` ends it. */
export interface ObservedServer extends ServerProcess {
  /** Its metrics at this moment, by series, such as `rollcall_sockets_open`. */
  metrics: () => Promise<Map<string, number>>
  /** What the program has reachable in memory: it collects all garbage first. */
  liveBytes: () => Promise<number>
  /** What an expression comes to inside of the server's process. */
  evaluate: (expression: string) => Promise<unknown>
  /** What it has written to standard error by itself, not because of being looked at. */
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
  inspector.on('error', () => {}) // it ends with the server
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
      inspector.terminate() // a program waits for who looks into it, before it ends
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
