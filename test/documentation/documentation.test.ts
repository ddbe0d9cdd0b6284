import { globSync } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
const { scripts, version } = JSON.parse(await read('package.json'))
const readme = await read('README.md')
const operations = await read('docs/operations.md')

const firstColumn = (markdown: string, cell: RegExp) =>
  Array.from(markdown.matchAll(new RegExp(`^\\| \`${cell.source}`, 'gm')), ([, name]) => name).sort()

describe('the documentation', () => {
  it('names every setting', async () => {
    const settings = Array.from((await read('src/env.ts')).matchAll(/^ {2}([A-Z_]+): /gm), ([, name]) => name)
    expect(settings).toContain('DATABASE_URL')
    expect(firstColumn(operations, /([A-Z_]+)`/)).toEqual(settings.sort())
  })

  it('gives each setting the default that it has', async () => {
    const source = await read('src/env.ts')
    const defaults = [...source.matchAll(/^ {2}([A-Z_]+): .*\.default\(([^)]+)\)/gm)]
    expect(defaults.length).toBeGreaterThan(10)
    for (const [, name, value] of defaults) {
      const [, documented] = new RegExp(`^\\| \`${name}\` \\| \`([^\`]+)\``, 'm').exec(operations) ?? []
      expect(`${name}=${documented}`).toBe(`${name}=${value?.replace(/^'|'$|_/g, '')}`)
    }
  })

  it('names every metric, and no other', async () => {
    const names = (text: string, pattern: RegExp) =>
      [...new Set(Array.from(text.matchAll(pattern), ([, name]) => name))].sort()
    const metrics = names(await read('src/metrics.ts'), /'(rollcall_\w+)'/g)
    expect(metrics).toContain('rollcall_mutations_total')
    const table = operations.slice(operations.indexOf('| metric'))
    expect(names(table.slice(0, table.indexOf('\n\n')), /`(rollcall_\w+)`/g)).toEqual(metrics)
  })

  it('names every npm script that people run by itself', () => {
    const partsOfOthers = ['prepare', 'prepack', 'lint', 'types']
    const forPeople = Object.keys(scripts).filter((name) => !partsOfOthers.includes(name))
    expect(firstColumn(readme, /npm (?:run )?([\w:-]+)/)).toEqual(forPeople.sort())
  })

  it('tells what is in this version, and since when', async () => {
    expect(await read('CHANGELOG.md')).toMatch(
      new RegExp(`^## ${version.replaceAll('.', '\\.')} - \\d{4}-\\d\\d-\\d\\d$`, 'm'),
    )
  })

  it.each([
    ['package-lock.json', /^ {2}"version": "(.+)"/m],
    ['docs/deployment.md', /rollcall-(\d.+)\.tgz/],
    ['.github/ISSUE_TEMPLATE/bug.yml', /Rollcall (\d[^,]+),/],
  ])('names this version wherever it names one: %s', async (file, named) => {
    expect(named.exec(await read(file))?.[1]).toBe(version)
  })

  it.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/**/*.md')])(
    'links to places that are there: %s',
    async (page) => {
      for (const [, path = '', anchor] of (await read(page)).matchAll(
        /\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g,
      )) {
        const target = path === '' ? page : join(dirname(page), path)
        await access(new URL(`../../${target}`, import.meta.url))
        if (anchor) expect(anchorsOf(await read(target)), `${target}#${anchor}`).toContain(anchor)
      }
    },
  )

  it.each(['README.md', ...globSync('docs/**/*.md')])('asks only what the schema knows: %s', async (page) => {
    const schema = buildSchema(await read('schema.graphql'))
    for (const [, operation = ''] of (await read(page)).matchAll(/```graphql\n(.*?)```/gs))
      expect(validate(schema, parse(operation)).map(({ message }) => message)).toEqual([])
  })

  it('says of each promise of security by which tests it is held, and they are there', async () => {
    const promises = (await read('SECURITY.md')).matchAll(/^\| [A-Z].* \| (.*) \|$/gm)
    const tests = Array.from(promises, ([, cell = '']) => Array.from(cell.matchAll(/`(test\/[^`]+)`/g)))
    expect(tests.length).toBeGreaterThan(10)
    for (const named of tests) {
      expect(named).not.toEqual([])
      for (const [, path] of named) await access(new URL(`../../${path}`, import.meta.url))
    }
  })
})

/** The names under which the headings of a page can be linked to. */
function anchorsOf(markdown: string): string[] {
  return Array.from(markdown.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  )
}
