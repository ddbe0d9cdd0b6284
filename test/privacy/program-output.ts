import { isProducing, isSecret } from './produced.ts'

type Stream = 'stdout' | 'stderr'

const TOKEN = String.raw`eyJ[\w-]+\.[\w-]+\.[\w-]+`

/** What a program prints on purpose although it must stand nowhere else: each once, at the beginning of a line. */
const ON_PURPOSE: Record<string, Partial<Record<Stream, RegExp[]>>> = {
  'src/main.ts': {
    // The demo's welcome has a token for each of two demo users, so that it can be tried out at once.
    stdout: [
      new RegExp(`^ {2}coordinator@oslo\\.example\n {2}${TOKEN}\n`, 'm'),
      new RegExp(`^ {2}mentor1@oslo\\.example\n {2}${TOKEN}\n`, 'm'),
    ],
    // Whoever may not migrate is told what the database says of its own tables and roles: no user's data is in it.
    stderr: [/^The migration failed; nothing was changed: permission denied for schema public\./m],
  },
  // Its task: a token and nothing else.
  'scripts/token.ts': { stdout: [new RegExp(`^${TOKEN}\n$`)] },
}

/**
 * Looks on at what a program writes: a server into its log, a command onto its user's screen.
 *
 * @param written what it has written so far
 * @param variables its environment
 * @returns what to call once it has ended
 */
export function observeProgram(
  file: string,
  written: () => Record<Stream, string>,
  variables: Record<string, string>,
): () => void {
  isSecret(variables.JWT_SECRET)
  const place = file === 'src/main.ts' ? 'log' : 'screen'
  return isProducing(() =>
    Object.entries(written()).map(([stream, text]) => ({
      place,
      where: `${stream} of ${file}`,
      text: (ON_PURPOSE[file]?.[stream as Stream] ?? []).reduce(
        (left, known) => left.replace(known, ''),
        text,
      ),
    })),
  )
}
