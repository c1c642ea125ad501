import type { TicketCategory } from './ticket.ts'

/** An article of the knowledge base in one language, as the shop's people see it. */
export interface Article {
  id: string
  /** The same for an article and its translations. */
  groupId: string
  /** A language tag, such as `fr` or `pt-BR`. */
  locale: string
  category: TicketCategory | null
  title: string
  /** Markdown. */
  body: string
  state: 'draft' | 'published'
  /** Whether what shoppers read is older than `title` and `body`. */
  isAhead: boolean
  /** How often shoppers have opened it, and what they said of it. */
  views: number
  helped: number
  notHelped: number
  createdAt: string
  updatedAt: string
  publishedAt: string | null
}

/** `POST /api/articles`: a draft, or with `groupId` the draft of a translation. */
export interface NewArticle {
  title: string
  body: string
  locale: string
  category?: TicketCategory | null
  groupId?: string
}

/** `PATCH /api/articles/:id`: what shoppers read changes when it is published again. */
export interface ArticleChange {
  title?: string
  body?: string
  category?: TicketCategory | null
}

/** What shoppers searched for, most often without finding anything first. */
export interface ArticleSearch {
  query: string
  locale: string
  searches: number
  /** How many of them found nothing. */
  empty: number
  lastAt: string
}

/** `GET /api/faq`. */
export interface FaqEntry {
  id: string
  title: string
  /** The beginning of its text. */
  excerpt: string
  category: TicketCategory | null
  locale: string
}

/** `GET /api/faq/:id`. */
export interface FaqArticle extends FaqEntry {
  content: FaqNode[]
  publishedAt: string
}

/** A piece of an article: text, or an element without any attribute but the `href` of a link (`https:`, `http:` or `mailto:`). */
export type FaqNode = string | { tag: FaqTag; href?: string; children: FaqNode[] }
export type FaqTag = (typeof FAQ_TAGS)[number]
export const FAQ_TAGS = [
  ...([
    'p',
    'h3',
    'h4',
    'ul',
    'ol',
    'li',
    'blockquote',
    'pre',
    'code',
    'strong',
    'em',
    'del',
    'a',
    'br',
    'hr',
  ] as const),
] as const
