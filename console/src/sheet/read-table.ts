/**
 * Reads what spreadsheets write: cells between tabs, semicolons or commas, in quotation marks where they hold such a
 * sign or a line break.
 *
 * @returns the cells of each line; empty lines are left out
 */
export function readTable(text: string): string[][] {
  const separator = separatorOf(text)
  const lines: string[][] = []
  let line: string[] = []
  let cell = ''
  let quoted = false
  const endCell = () => {
    line.push(cell.trim())
    cell = ''
  }
  const endLine = () => {
    endCell()
    if (line.some((content) => content !== '')) lines.push(line)
    line = []
  }
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') cell += text[++at]
      else quoted = false
    } else if (sign === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (sign === separator) endCell()
    else if (sign === '\n') endLine()
    else if (sign !== '\r') cell += sign
  }
  endLine()
  return lines
}

/** The sign that the first line has most of; where it has none, a tab, so that a line is one cell. */
function separatorOf(text: string): string {
  const firstLine = text.slice(0, text.indexOf('\n') === -1 ? undefined : text.indexOf('\n'))
  const counts = ['\t', ';', ','].map((sign) => ({ sign, count: firstLine.split(sign).length }))
  return counts.reduce((best, other) => (other.count > best.count ? other : best)).sign
}

/** The text of a file, in whichever encoding spreadsheets of this part of the world write. */
export async function readText(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
