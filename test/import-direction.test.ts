import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

// From the bottom up; what stands in one line is one layer. A file imports from layers below its own, or from its own.
const LAYERS = [
  [
    'src/errors.ts',
    'src/env.ts',
    'src/command.ts',
    'src/request-scope.ts',
    'src/log.ts',
    'src/data-folder.ts',
    'src/metrics.ts',
    'src/demo-data.ts',
  ],
  ['src/database/'],
  ['src/orchestrator/core/'],
  ['src/orchestrator/runner/'],
  ['src/auth/'],
  ['src/resolvers/'],
  ['src/schema/'],
  ['src/server/'],
  ['src/app.ts'],
  ['src/main.ts'],
]

/** What each file imports: paths from the repository's root, and packages by name. */
type Imports = Map<string, string[]>

const imports: Imports = new Map(
  globSync('src/**/*.ts')
    .filter((file) => !file.startsWith('src/database/generated/'))
    .map((file) => [file, importsOf(file, readFileSync(file, 'utf8'))]),
)

describe('the direction of imports', () => {
  it('has a layer for every file', () => {
    expect([...imports.keys()].filter((file) => layerOf(file) === -1)).toEqual([])
  })

  it('is down, or within a layer', () => {
    expect(upward(imports)).toEqual([])
  })

  it('has no cycle', () => {
    expect(cycles(imports)).toEqual([])
  })

  it('leads from the core of the orchestrator to nothing but itself, the errors and Node', () => {
    const core = [...imports].filter(([file]) => file.startsWith('src/orchestrator/core/'))
    expect(core.length).toBeGreaterThan(0)
    const outside = core
      .flatMap(([, targets]) => targets)
      .filter((target) => !/^(src\/orchestrator\/core\/|src\/errors\.ts$|node:)/.test(target))
    expect(outside).toEqual([])
  })

  it('leads to GraphQL and to HTTP only from the layers that speak them', () => {
    const speakers = /^src\/(schema|server|app)\b/
    const strangers = [...imports].filter(
      ([file, targets]) =>
        !speakers.test(file) && targets.some((target) => /graphql|pothos|node:http|^ws$/.test(target)),
    )
    expect(strangers).toEqual([])
  })
})

describe('the check itself', () => {
  it('reads every way to import', () => {
    const source = [
      "import { a } from './a.ts'",
      "import type { B } from '../b.ts'",
      "import './c.ts'",
      "export * from './d.ts'",
      "const e = await import('./e.ts')",
      "import {\n  f,\n} from 'f'",
    ].join('\n')
    expect(importsOf('src/x/y.ts', source)).toEqual([
      'src/x/a.ts',
      'src/b.ts',
      'src/x/c.ts',
      'src/x/d.ts',
      'src/x/e.ts',
      'f',
    ])
  })

  it('finds an import that leads up, out of the layers, or round', () => {
    const planted: Imports = new Map([
      ['src/errors.ts', ['src/env.ts']],
      ['src/env.ts', ['src/log.ts']],
      ['src/log.ts', ['src/errors.ts']],
      ['src/database/a.ts', ['src/orchestrator/b.ts']],
      ['src/resolvers/c.ts', ['test/support/d.ts', 'src/database/a.ts']],
    ])
    expect(upward(planted)).toEqual([
      'src/database/a.ts -> src/orchestrator/b.ts',
      'src/resolvers/c.ts -> test/support/d.ts',
    ])
    expect(cycles(planted)).toEqual(['src/errors.ts -> src/env.ts -> src/log.ts -> src/errors.ts'])
  })
})

function importsOf(file: string, source: string): string[] {
  return Array.from(source.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g), ([, target = '']) =>
    target.startsWith('.') ? join(dirname(file), target) : target,
  )
}

function layerOf(file: string): number {
  return LAYERS.findIndex((layer) =>
    layer.some((place) => file === place || (place.endsWith('/') && file.startsWith(place))),
  )
}

function isFile(target: string): boolean {
  return target.endsWith('.ts')
}

function upward(graph: Imports): string[] {
  return [...graph].flatMap(([file, targets]) =>
    targets
      .filter((target) => isFile(target) && (layerOf(target) === -1 || layerOf(target) > layerOf(file)))
      .map((target) => `${file} -> ${target}`),
  )
}

function cycles(graph: Imports): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const visit = (file: string, path: string[]) => {
    if (path.includes(file)) {
      found.push([...path.slice(path.indexOf(file)), file].join(' -> '))
      return
    }
    if (done.has(file)) return
    for (const target of graph.get(file) ?? []) visit(target, [...path, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return found
}
