import { ASKED_FIELDS, type AskedField, type ShopHours, type ShopSettings } from '@comptoir/sdk/contract'
import { openStretches } from '../escalation/hours.ts'

/** Who is not open within so many days says nothing of it. */
const AHEAD = 14 * 86_400_000

/** Whether a shop is open at a moment, and else when it opens. In milliseconds. */
export function openingOf(hours: ShopHours, now: number): { isOpen: boolean; opensAt: number | null } {
  const [next] = openStretches(hours, now, now + AHEAD)
  const isOpen = next?.from === now
  return { isOpen, opensAt: isOpen ? null : (next?.from ?? null) }
}

/** What the form asks, with the words of the shop's own fields. What is no longer a field is not asked. */
export function askedOf({
  widget,
  fields,
}: {
  widget: Pick<ShopSettings['widget'], 'form'>
  fields: ShopSettings['fields']
}): AskedField[] {
  return widget.form.flatMap((asked): AskedField[] => {
    if (ASKED_FIELDS.some((one) => one === asked.field)) return [asked]
    const own = fields.find(({ key, fromCustomers }) => fromCustomers && key === asked.field)
    if (!own) return []
    const { label, type, choices } = own
    return [{ ...asked, own: { label, type, ...(choices && { choices }) } }]
  })
}
