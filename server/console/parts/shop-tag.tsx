import { useShop } from '../state/shop.ts'
import { CopyBox } from './copy-box.tsx'

/** The tag to paste, once the shop's key is known. */
export function ShopTag() {
  const { shop } = useShop()
  return shop && <CopyBox text={tagOf(location.origin, shop.publicKey)} />
}

export const tagOf = (origin: string, publicKey: string): string =>
  `<script async src="${origin}/widget.js" data-shop="${publicKey}"></script>`
