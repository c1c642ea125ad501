import { Blank } from '../parts/blank.tsx'
import { Link } from '../parts/link.tsx'
import { useTitle } from '../parts/title.ts'
import { HOME } from '../state/address.ts'
import { useReader } from '../state/language.ts'

export function Missing() {
  const { say } = useReader()
  useTitle(say('missing.title'))
  return (
    <div class="page">
      <Blank isHeading icon="inbox" title={say('missing.title')}>
        <p>{say('missing.lead')}</p>
        <Link class="button" to={HOME}>
          {say('missing.back')}
        </Link>
      </Blank>
    </div>
  )
}
