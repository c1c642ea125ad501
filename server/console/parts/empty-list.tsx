import { type InboxPlace, isBuiltIn } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { Blank } from './blank.tsx'
import { ShopTag } from './shop-tag.tsx'

export function EmptyList({ here }: { here: InboxPlace }) {
  const { say } = useReader()
  const { me } = useConsole()
  if (here.q) {
    return (
      <Blank icon="search" title={say('list.empty.search')}>
        <p>{say('list.empty.searchLead', { q: here.q })}</p>
      </Blank>
    )
  }
  if (here.view !== 'all' || Object.keys(here.filter).length > 0) {
    const words = isBuiltIn(here.view) && here.view !== 'all' ? here.view : 'view'
    return (
      <Blank icon="check" title={say('list.empty.view')}>
        <p>{say(`list.empty.${words}Lead`)}</p>
      </Blank>
    )
  }
  return (
    <Blank icon="chat" title={say('list.empty.title')}>
      <p>{say(me.role === 'admin' ? 'list.empty.lead' : 'list.empty.agent')}</p>
      {me.role === 'admin' && <ShopTag />}
    </Blank>
  )
}
