import type { Part, PartName } from './model.ts'

/** Parts that are loaded when they are needed. */
export const LATER: Record<PartName, () => Promise<Part>> = {
  start: () => import('../start/start.tsx'),
  list: () => import('../screens/list.tsx'),
  care: () => import('../care/care.tsx'),
  options: () => import('../options/options.tsx'),
  emoji: () => import('../emoji/emoji.tsx'),
  alerts: () => import('../alerts/alerts.ts'),
  rules: () => import('../rules/rules.tsx'),
  back: () => import('../back/back.ts'),
}
