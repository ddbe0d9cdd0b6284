export function Statistics(_: { params: URLSearchParams }) {
  return null
}
