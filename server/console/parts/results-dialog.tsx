import { useReader } from '../state/language.ts'
import { results, showResults } from '../state/results.ts'
import { useSource } from '../state/source.ts'
import { Dialog } from './dialog.tsx'

/** Which of many tickets were not changed, and why. */
export function ResultsDialog() {
  const { say } = useReader()
  const shown = useSource(results)
  if (!shown) return null
  const close = () => showResults(null)
  const undo = () => {
    close()
    shown.undo?.()
  }
  return (
    <Dialog class="dialog" title={say('results.title')} close={close}>
      <ul class="results">
        {shown.lines.map(({ ticket, why }) => (
          <li key={ticket?.id}>
            <strong dir="auto">
              #{ticket?.number} {ticket?.subject}
            </strong>
            <span>{why}</span>
          </li>
        ))}
      </ul>
      {shown.undo && (
        <div class="results-foot">
          <p>{say('results.lead')}</p>
          <button type="button" class="button" onClick={undo}>
            {say('results.undo')}
          </button>
        </div>
      )}
    </Dialog>
  )
}
