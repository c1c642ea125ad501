import { Trouble } from '../parts/blank.tsx'
import { CopyBox } from '../parts/copy-box.tsx'
import { ForAdmins } from '../parts/for-admins.tsx'
import { ShopForm } from '../parts/shop-form.tsx'
import { tagOf } from '../parts/shop-tag.tsx'
import { useTitle } from '../parts/title.ts'
import type { SettingsSection } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { useShop } from '../state/shop.ts'
import { RepliesPage } from './replies.tsx'

/** One page for each section: further ones have their line here, and their address in `SETTINGS`. */
export function SettingsPage({ section }: { section: SettingsSection }) {
  return section === 'replies' ? <RepliesPage /> : <ShopPage />
}

function ShopPage() {
  const { say } = useReader()
  const { me } = useConsole()
  useTitle(say('settings.title'))
  if (me.role !== 'admin') return <ForAdmins />
  return (
    <div class="page">
      <div class="page-column">
        <h1>{say('settings.title')}</h1>
        <ShopSettings />
      </div>
    </div>
  )
}

function ShopSettings() {
  const { say } = useReader()
  const { shop, failure, reload, change } = useShop()
  if (failure) return <Trouble title={say('settings.failed')} failure={failure} retry={reload} />
  if (!shop) return <p role="status">{say('app.loading')}</p>
  return (
    <>
      <section class="card" aria-labelledby="tag-title">
        <h2 id="tag-title">{say('settings.tag')}</h2>
        <p class="card-lead">{say('settings.tagLead')}</p>
        <CopyBox text={tagOf(location.origin, shop.publicKey)} />
      </section>
      <section class="card" aria-labelledby="shop-title">
        <h2 id="shop-title">{say('settings.shop')}</h2>
        <ShopForm shop={shop} change={change} />
      </section>
    </>
  )
}
