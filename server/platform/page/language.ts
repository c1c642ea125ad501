import type { HttpContext } from '../http.ts'

export const PAGE_LANGUAGES = ['en', 'fr'] as const
export type PageLanguage = (typeof PAGE_LANGUAGES)[number]

const spoken = (tag: string | undefined): PageLanguage | undefined =>
  PAGE_LANGUAGES.find((one) => one === tag?.trim().toLowerCase().split('-')[0])

/** What `?lang` asks for, else what the browser prefers of what we speak, else the house's own language, else English. */
export function languageOf(c: HttpContext, usual?: string): PageLanguage {
  const asked = spoken(c.req.query('lang'))
  return asked ?? preferred(c.req.header('Accept-Language') ?? '') ?? spoken(usual) ?? 'en'
}

/** RFC 9110, 12.5.4: by weight, and in the order given where weights are equal; a weight of 0 is a no. */
function preferred(header: string): PageLanguage | undefined {
  const wishes = header.split(',').map((part) => {
    const [tag, ...rest] = part.split(';')
    const weight = rest.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined)
    return { language: spoken(tag), weight: Number(weight ?? 1) }
  })
  return wishes
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ language }) => language)
    .find((language) => language !== undefined)
}
