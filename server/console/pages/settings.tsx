import { Blank, Trouble } from '../parts/blank.tsx'
import { CopyBox } from '../parts/copy-box.tsx'
import { ShopForm } from '../parts/shop-form.tsx'
import { tagOf } from '../parts/shop-tag.tsx'
import { useTitle } from '../parts/title.ts'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { useShop } from '../state/shop.ts'

export function SettingsPage() {
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

export function ForAdmins() {
  const { say } = useReader()
  return (
    <div class="page">
      <Blank isHeading icon="lock" title={say('settings.admin')}>
        <p>{say('settings.adminLead')}</p>
      </Blank>
    </div>
  )
}
