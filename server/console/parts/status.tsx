import type { TicketPriority, TicketStatus } from '@comptoir/sdk/contract'

/** Each status has its own outline besides its colour, so that it is told apart without seeing colours. */
const SHAPES: Record<TicketStatus, string> = {
  open: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11z',
  in_progress: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM8 2.5v11',
  pending: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM8 5.2V8l1.9 1.5',
  escalated: 'M8 2.2 14 13H2zM8 6.2v3.2M8 11.2v.1',
  resolved: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM5.5 8.2l1.8 1.8 3.3-3.8',
  closed: 'M3 3h10v10H3zM5.6 8.2l1.7 1.7 3.1-3.6',
}

export const StatusIcon = ({ status }: { status: TicketStatus }) => (
  <svg class={`icon status-icon status-${status}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d={SHAPES[status]} />
    {status === 'in_progress' && <path class="status-half" d="M8 2.5a5.5 5.5 0 0 1 0 11z" />}
  </svg>
)

const BARS: Record<TicketPriority, number> = { low: 1, medium: 2, high: 3, urgent: 0 }

/** One, two or three bars, as a phone shows its reception; urgent is a filled sign with a stroke in it. */
export const PriorityIcon = ({ priority }: { priority: TicketPriority }) => (
  <svg class={`icon priority-icon priority-${priority}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    {priority === 'urgent' ? (
      <>
        <rect class="priority-sign" x="2" y="2" width="12" height="12" rx="3" />
        <path class="priority-stroke" d="M8 5v3.6M8 11v.1" />
      </>
    ) : (
      [1, 2, 3].map((bar) => (
        <rect
          key={bar}
          class={bar <= BARS[priority] ? 'priority-bar is-on' : 'priority-bar'}
          x={4 * bar - 2}
          y={11 - 3 * bar}
          width="3"
          height={3 * bar + 2}
          rx="1"
        />
      ))
    )}
  </svg>
)
