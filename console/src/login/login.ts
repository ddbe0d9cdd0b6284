/** Why somebody is logged in no more: they wanted to, or the server takes their token no longer. */
export type LoginEnd = 'loggedOut' | 'expired'

/** Somebody who is logged in, however they came in. */
export interface Login {
  /** The bearer token to send; renewed beforehand where it is about to expire. */
  token: () => Promise<string>
  /**
   * Asks for a new token because the server refused the present one; undefined where there is none to be had.
   *
   * @throws where nobody could be asked
   */
  renew: () => Promise<string | undefined>
  /** Tells the console that the login has ended, so that it asks the user to log in again. */
  expire: () => void
  logout: () => Promise<void>
}
