import type { FaqArticle, FaqEntry, FaqNode } from '@comptoir/sdk/contract'
import { h } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { askShop } from '../more/kit.ts'
import { sayOf } from '../more/words.ts'
import type { PartKit } from '../state/model.ts'

/** A pause in typing after which it is searched, in milliseconds. */
const PAUSE = 250
const FEW = 3
const MANY = 10

interface Answer {
  q: string
  items: FaqEntry[] | null
}

/** Articles before a conversation: what is read most, what a search finds, and one of them. */
export function Faq({
  kit,
  isOpen,
  open,
  leave,
}: {
  kit: PartKit
  isOpen: boolean
  open: () => void
  leave: () => void
}) {
  const say = sayOf(kit)
  const [q, setQ] = useState('')
  const [answer, setAnswer] = useState<Answer>({ q: '', items: [] })
  const [article, setArticle] = useState('')
  const [turn, setTurn] = useState(0)
  const { locale } = kit.model
  useEffect(() => {
    let over = false
    const ask = async () => {
      const query = new URLSearchParams({ locale, limit: String(MANY), ...(q.trim() && { q: q.trim() }) })
      const found = await askShop<{ items: FaqEntry[] }>(kit, `/api/faq?${query}`).catch(() => null)
      if (!over) setAnswer({ q, items: found?.items ?? null })
    }
    const timer = setTimeout(ask, q ? PAUSE : 0)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [q, locale, turn])
  if (article)
    return (
      <Article
        kit={kit}
        id={article}
        leave={() => {
          setArticle('')
          leave()
        }}
      />
    )
  const { items } = answer
  const searched = answer.q.trim() !== ''
  const show = (id: string) => {
    setArticle(id)
    open()
  }
  return (
    <search class="faq">
      <input
        type="search"
        aria-label={say('search')}
        placeholder={say('search')}
        value={q}
        maxLength={200}
        dir="auto"
        onInput={({ currentTarget }) => setQ(currentTarget.value)}
      />
      <p class="unseen" role="status">
        {searched && items && (items[0] ? say('found', { count: items.length }) : say('foundNone'))}
      </p>
      {items === null && (
        <p class="meta">
          {say('trouble')}
          <button type="button" class="link" onClick={() => setTurn(turn + 1)}>
            {say('retry')}
          </button>
        </p>
      )}
      {searched && items?.length === 0 && (
        <p class="meta" aria-hidden="true">
          {say('foundNone')}
        </p>
      )}
      <ul aria-label={say('helpful')} aria-busy={answer.q !== q}>
        {items?.slice(0, searched ? MANY : FEW).map(({ id, title }) => (
          <li key={id}>
            <button type="button" class="entry" onClick={() => show(id)}>
              {title}
            </button>
          </li>
        ))}
      </ul>
    </search>
  )
}

function Article({ kit, id, leave }: { kit: PartKit; id: string; leave: () => void }) {
  const say = sayOf(kit)
  const [article, setArticle] = useState<FaqArticle | null | 'trouble'>(null)
  const [helped, setHelped] = useState<boolean>()
  const heading = useRef<HTMLHeadingElement>(null)
  const load = () => {
    setArticle(null)
    void askShop<FaqArticle>(kit, `/api/faq/${id}`).then(setArticle, () => setArticle('trouble'))
  }
  useEffect(load, [id])
  useEffect(() => heading.current?.focus(), [article])
  const judge = (did: boolean) => {
    setHelped(did)
    // A word that is lost is only missed.
    askShop(kit, `/api/faq/${id}/feedback`, { helped: did }).catch(() => {})
  }
  return (
    <article class="article">
      <button type="button" class="link" onClick={leave}>
        {say('back')}
      </button>
      {article === null && <div class="wait" aria-busy="true" />}
      {article === 'trouble' && (
        <p role="status">
          {say('trouble')}
          <button type="button" class="link" onClick={load}>
            {say('retry')}
          </button>
        </p>
      )}
      {article && article !== 'trouble' && (
        <>
          <h3 tabIndex={-1} ref={heading} lang={article.locale} dir="auto">
            {article.title}
          </h3>
          <div class="text" lang={article.locale} dir="auto">
            {article.content.map(drawn)}
          </div>
          <div class="judge" role="group" aria-label={say('helped')}>
            {helped === undefined ? (
              <>
                <p>{say('helped')}</p>
                <button type="button" class="small" onClick={() => judge(true)}>
                  {say('yes')}
                </button>
                <button type="button" class="small" onClick={() => judge(false)}>
                  {say('no')}
                </button>
              </>
            ) : null}
            <p role="status">{helped !== undefined && say(helped ? 'thanks' : 'sorry')}</p>
          </div>
        </>
      )}
    </article>
  )
}

const SAFE = /^(https?|mailto):/i

/** Node by node: nothing of an article is ever read as markup. */
function drawn(node: FaqNode): ReturnType<typeof h> | string {
  if (typeof node === 'string') return node
  const { tag, href, children } = node
  const link = tag === 'a' && href && SAFE.test(href) ? { href, target: '_blank', rel: 'noopener noreferrer' } : {}
  return h(tag, link, ...children.map(drawn))
}
