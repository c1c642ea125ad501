/** Outlines on a 16 px grid, drawn with a 1.5 px pen. */
const OUTLINES = {
  inbox: 'M2.5 9.5h3.2l1 1.8h2.6l1-1.8h3.2M2.5 9.5 4.4 3.6h7.2l1.9 5.9v2.9H2.5z',
  shop: 'M2.8 6.4 4 2.8h8l1.2 3.6M3.6 8v5.2h8.8V8M2.8 6.4a1.73 1.73 0 0 0 3.46 0 1.73 1.73 0 0 0 3.48 0 1.73 1.73 0 0 0 3.46 0zM6.6 13.2v-2.8h2.8v2.8',
  mail: 'M2.2 3.8h11.6v8.4H2.2zM2.4 4.2 8 8.6l5.6-4.4',
  chat: 'M2.4 3.2h11.2v7.6H7.4L4.4 13.4v-2.6h-2z',
  form: 'M3.6 2.2h8.8v11.6H3.6zM6 5.4h4M6 8h4M6 10.6h2.4',
  api: 'M5.4 4.2 2 8l3.4 3.8M10.6 4.2 14 8l-3.4 3.8',
  search: 'M7 11.6a4.6 4.6 0 1 0 0-9.2 4.6 4.6 0 0 0 0 9.2zM10.4 10.4l3.4 3.4',
  close: 'M4 4l8 8M12 4l-8 8',
  back: 'M9.8 3.4 5.2 8l4.6 4.6',
  down: 'M4 6.2 8 10.2l4-4',
  arrowDown: 'M8 3v9.6M3.8 8.6 8 12.8l4.2-4.2',
  check: 'M3 8.6 6.4 12 13 4.6',
  send: 'M2.6 2.8 13.6 8 2.6 13.2 4.4 8zM4.4 8h4.4',
  lock: 'M4 7.4h8v5.8H4zM5.6 7.2V5.4a2.4 2.4 0 0 1 4.8 0v1.8',
  panel: 'M2.4 3.2h11.2v9.6H2.4zM9.8 3.2v9.6',
  keys: 'M1.8 4.4h12.4v7.2H1.8zM4.2 7h.1M6.7 7h.1M9.2 7h.1M11.7 7h.1M5.4 9.4h5.2',
  signOut: 'M6.4 2.8H3.2v10.4h3.2M10 5.2 12.8 8 10 10.8M6.4 8h6.2',
  person: 'M8 7.8a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM3 13.4c.4-2.6 2.4-4 5-4s4.6 1.4 5 4',
  verified: 'M8 1.9 13 3.8v3.6c0 3.2-2 5.4-5 6.7-3-1.3-5-3.5-5-6.7V3.8zM5.7 7.9l1.7 1.7 3-3.3',
  globe:
    'M8 13.8A5.8 5.8 0 1 0 8 2.2a5.8 5.8 0 0 0 0 11.6zM2.4 8h11.2M8 2.2c-3.4 3.6-3.4 8 0 11.6M8 2.2c3.4 3.6 3.4 8 0 11.6',
  copy: 'M5.4 5.4h8v8h-8zM10.4 5.2V2.6H2.6v7.8h2.6',
  clock: 'M8 13.8A5.8 5.8 0 1 0 8 2.2a5.8 5.8 0 0 0 0 11.6zM8 4.8V8l2.2 1.6',
  wait: 'M8 13.8A5.8 5.8 0 1 0 8 2.2',
  warn: 'M8 2.4 14.2 13.2H1.8zM8 6.4v3.2M8 11.4v.1',
  offline:
    'M2 2l12 12M3 7.2a7.4 7.4 0 0 1 2.4-1.6M7.6 4.8a7.6 7.6 0 0 1 5.4 2.4M5.4 9.6A4 4 0 0 1 7.4 8.6M10.6 9.6l.2.2M8 12.4v.1',
  note: 'M3 2.6h10v7.2L9.4 13.4H3zM9.2 13.2V9.6h3.6M5.4 5.6h5.2M5.4 8h2.6',
  reply: 'M6.4 3.6 2.4 7.6l4 4M2.6 7.6h6.8c2.6 0 4 1.6 4.2 4.8',
  badge:
    'M1.8 3.6h12.4v8.8H1.8zM5.4 8a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6zM3.4 10.8c.3-1.1 1-1.7 2-1.7s1.7.6 2 1.7M9.8 6.6h2.4M9.8 9.2h2.4',
} as const

export type IconName = keyof typeof OUTLINES

/** Decoration: the words beside it, or the label of its button, say what it means. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d={OUTLINES[name]} />
  </svg>
)
