import { recall } from '../../loader/keep.ts'
import { alertsKey, store } from '../state/storage.ts'

/** Each by its own consent: nothing beeps or pops up that was not asked for. */
export const ALERTS = ['sound', 'notify', 'badge'] as const
export type Alert = (typeof ALERTS)[number]

export const alertsOf = (shopKey: string): Alert[] => {
  const kept = recall('localStorage', alertsKey(shopKey)).split(' ')
  return ALERTS.filter((alert) => kept.includes(alert))
}

/** `false` where the browser does not allow it. */
export async function turnAlert(shopKey: string, alert: Alert, on: boolean): Promise<boolean> {
  const fine = !on || alert !== 'notify' || (await Notification.requestPermission()) === 'granted'
  const others = alertsOf(shopKey).filter((one) => one !== alert)
  store('localStorage', alertsKey(shopKey), (on && fine ? [...others, alert] : others).join(' '))
  return fine
}
