import { useReader } from '../state/language.ts'
import { Blank } from './blank.tsx'

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
