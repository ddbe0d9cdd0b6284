/** The languages of the console, as the `lang` attribute spells them. */
export type Language = 'nb' | 'en'

/** Something in both languages. */
export type Translated<T> = Readonly<Record<Language, T>>

/**
 * The words of one room, in both languages.
 *
 * @param en the English ones, which give the shape
 * @param nb the Norwegian ones: a missing or surplus entry is a type error
 */
export function translated<T>(en: T, nb: NoInfer<T>): Translated<T> {
  return { en, nb }
}
