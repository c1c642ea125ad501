import type { Props } from '../screens/props.ts'

/** The shop cannot be reached. */
export function Notice({ model, actions }: Props) {
  const { say, thread, loading } = model
  return (
    <div class="notice" role="status">
      <h3>{say('trouble')}</h3>
      {thread && <p>{say('kept')}</p>}
      <button type="button" class="plain" aria-busy={loading} onClick={actions.load}>
        {say('retry')}
      </button>
    </div>
  )
}
