/** What the server tells everybody about its console, before anybody logs in. */
export interface ConsoleConfig {
  name: string
  /** Address of a picture, on the server itself. */
  logo: string | null
  /** A colour such as #2f5d7c, from which the console makes its accents. */
  colour: string | null
  /** Whether demo users are offered. */
  demo: boolean
  oidc: { issuer: string; clientId: string } | null
}

/** @throws where the server can't be reached or answers with something else */
export async function loadConfig(): Promise<ConsoleConfig> {
  const response = await fetch('/console/config.json')
  if (!response.ok) throw new Error(`config.json: ${response.status}`)
  return response.json()
}
