/** 125, 1.2K: what fits beside a name. */
export const shortNumber = (count: number, locale: string): string =>
  new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(count)
