import { FAQ_TAGS, type FaqNode, type FaqTag } from '@comptoir/sdk/contract'
import { lexer, type Token } from 'marked'

/** An article as elements that need no cleaning: whatever is not in the list has become text. */
export const contentOf = (markdown: string): FaqNode[] => nodesOf(lexer(markdown, { gfm: true }))

/** Its text alone, for the search and for the beginning that lists show. */
export const textOf = (nodes: readonly FaqNode[]): string =>
  nodes
    .map((node) => (typeof node === 'string' ? node : `${textOf(node.children)}${INLINE.has(node.tag) ? '' : ' '}`))
    .join('')
    .replace(/\s+/g, ' ')

const INLINE: ReadonlySet<FaqTag> = new Set<FaqTag>(['strong', 'em', 'del', 'code', 'a'])

const nodesOf = (tokens: readonly Token[] | undefined): FaqNode[] => (tokens ?? []).flatMap(nodeOf)

function nodeOf(token: Token): FaqNode[] {
  const within = () => ('tokens' in token && token.tokens ? nodesOf(token.tokens) : [plain(token)])
  switch (token.type) {
    case 'space':
    case 'def':
      return []
    case 'text':
    case 'escape':
      return within()
    case 'heading':
      return [element(token.depth <= 2 ? 'h3' : 'h4', within())]
    case 'paragraph':
      return [element('p', within())]
    case 'list':
      return [element(token.ordered ? 'ol' : 'ul', nodesOf(token.items))]
    case 'list_item':
      return [element('li', within())]
    case 'code':
      return [element('pre', [element('code', [plain(token)])])]
    case 'codespan':
      return [element('code', [plain(token)])]
    case 'link':
      return link(token.href, within())
    case 'image':
      return link(token.href, [token.text || token.href])
    case 'blockquote':
    case 'strong':
    case 'em':
    case 'del':
    case 'br':
    case 'hr':
      return [element(tagOf(token.type), token.type === 'br' || token.type === 'hr' ? [] : within())]
    default:
      // Tables, HTML and what else there may be: as it was written.
      return [token.raw]
  }
}

const plain = (token: Token): string => ('text' in token ? String(token.text) : token.raw)

const tagOf = (type: string): FaqTag => FAQ_TAGS.find((tag) => tag === type) ?? 'p'

const element = (tag: FaqTag, children: FaqNode[]): FaqNode => ({ tag, children })

/** Other schemes, such as `javascript:`, leave the words alone. */
const link = (href: string, children: FaqNode[]): FaqNode[] =>
  /^(https?:\/\/|mailto:)/i.test(href) ? [{ tag: 'a', href, children }] : children
