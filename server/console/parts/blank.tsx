import type { Failure } from '@comptoir/sdk'
import type { ComponentChildren } from 'preact'
import { useReader } from '../state/language.ts'
import { Icon, type IconName } from './icon.tsx'

/** A place with nothing in it yet: what it is for, and what to do. */
export function Blank(props: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="blank">
      <span class="blank-icon">
        <Icon name={props.icon} />
      </span>
      <p class="blank-title">{props.title}</p>
      <div class="blank-lead">{props.children}</div>
    </div>
  )
}

/** Something that did not work: what, why, and another try where that may help. */
export function Trouble({ title, failure, retry }: { title: string; failure: Failure | null; retry: () => void }) {
  const { say } = useReader()
  return (
    <div role="alert">
      <Blank icon="warn" title={title}>
        {failure && <p>{say(`failure.${failure.code}`)}</p>}
        <button type="button" class="button" onClick={retry}>
          {say('app.retry')}
        </button>
      </Blank>
    </div>
  )
}
