import type { Words } from '../panel/locales/say.ts'
import type { PanelModule } from './bridge.ts'
import type { Language } from './words.ts'

/** Put in by the build: what the files are called under `/widget/`. */
declare const __PANEL__: string
declare const __WORDS__: Record<Language, string>

export interface Files {
  panel(): Promise<PanelModule>
  words(language: Language): Promise<Words>
}

export function openFiles(url: string): Files {
  let failures = 0
  // Some browsers remember a failed import by its address for as long as the page lives.
  const load = (name: string) =>
    import(`${url}/widget/${name}.js${failures ? `?${failures}` : ''}`).catch((failure) => {
      failures++
      throw failure
    })
  return {
    panel: () => load(__PANEL__),
    words: async (language) => (await load(__WORDS__[language])).default,
  }
}
