/**
 * What this browser keeps between visits. A browser may forbid or fill its storage: the console then works on, it only
 * forgets, so a refusal is no failure here.
 */
export const keep = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(`comptoir.${key}`)
    } catch {
      return null
    }
  },
  set(key: string, value: string): void {
    try {
      if (value) localStorage.setItem(`comptoir.${key}`, value)
      else localStorage.removeItem(`comptoir.${key}`)
    } catch {
      // See above.
    }
  },
}
