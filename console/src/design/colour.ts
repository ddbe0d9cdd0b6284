/** Makes the organisation's colour that of the console; its shades are derived from it, legible in light and dark. */
export function applyColour(colour: string): void {
  document.documentElement.style.setProperty('--brand', colour)
}
