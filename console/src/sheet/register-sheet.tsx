export function RegisterSheet() {
  return null
}
