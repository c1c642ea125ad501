/** Fills `{name}` in a sentence; numbers in the language's own digits are the caller's. */
export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
