export function Activities(_: { params: URLSearchParams }) {
  return null
}
