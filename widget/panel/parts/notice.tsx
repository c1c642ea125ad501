import type { Props } from '../screens/props.ts'

/** The shop cannot be reached: for now, or with `refused` from this page for good. */
export function Notice({ model, actions, refused }: Props & { refused: boolean }) {
  const { say, thread, loading } = model
  return (
    <div class="notice" role="status">
      <h3>{say(refused ? 'refused' : 'trouble')}</h3>
      {!refused && thread && <p>{say('kept')}</p>}
      {!refused && (
        <button type="button" class="plain" aria-busy={loading} onClick={actions.load}>
          {say('retry')}
        </button>
      )}
    </div>
  )
}
