import { LIMITS } from '@comptoir/sdk/contract'
import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { InboxPlace } from '../state/address.ts'
import { useReader } from '../state/language.ts'
import { go } from '../state/navigation.ts'
import { Icon } from './icon.tsx'

/** A pause in typing after which the search is asked. */
const PAUSE = 200

export function SearchBox({ here, input }: { here: InboxPlace; input: RefObject<HTMLInputElement | null> }) {
  const { say } = useReader()
  const [text, setText] = useState(here.q)
  // The address may change from outside: back, another view.
  useEffect(() => setText((now) => (now.trim() === here.q ? now : here.q)), [here.q])
  useEffect(() => {
    const q = text.trim()
    if (q === here.q) return
    const timer = setTimeout(() => go({ ...here, q }, 'replace'), PAUSE)
    return () => clearTimeout(timer)
  }, [text, here])
  const clear = () => {
    setText('')
    input.current?.focus()
  }

  return (
    <search class="search">
      <Icon name="search" />
      <input
        ref={input}
        class="search-input"
        type="search"
        value={text}
        maxLength={LIMITS.search}
        placeholder={say('list.searchHint')}
        aria-label={say('list.search')}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {text ? (
        <button type="button" class="icon-button is-small" aria-label={say('list.clear')} onClick={clear}>
          <Icon name="close" />
        </button>
      ) : (
        <span class="key" aria-hidden="true">
          /
        </span>
      )}
    </search>
  )
}
