import type { Failure } from '@comptoir/sdk'
import type { ComponentChildren } from 'preact'
import { useReader } from '../state/language.ts'
import { Icon, type IconName } from './icon.tsx'

interface BlankProps {
  icon: IconName
  title: string
  /** On a page that has no other heading. */
  isHeading?: boolean
  children?: ComponentChildren
}

/** A place with nothing in it yet: what it is for, and what to do. */
export function Blank(props: BlankProps) {
  const Title = props.isHeading ? 'h1' : 'p'
  return (
    <div class="blank">
      <span class="blank-icon">
        <Icon name={props.icon} />
      </span>
      <Title class="blank-title">{props.title}</Title>
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
