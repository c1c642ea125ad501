import type { Duration, ShopHours } from './deadline.ts'
import type { AssignmentSettings } from './department.ts'
import type { EscalationSettings } from './escalation.ts'
import type { FieldDefinition } from './fields.ts'
import type { FileSettings } from './file.ts'
import type { ShopId } from './ids.ts'
import type { WidgetLook } from './look.ts'
import type { VisitSettings } from './visit.ts'
import type { FormField, ProactiveRule, Welcome } from './welcome.ts'

export interface ShopSettings {
  /** A new answer is mailed to a shopper who has not seen it after this quiet while. */
  mail: { quietClosed: Duration; quietOpen: Duration }
  widget: WidgetLook & {
    /** `#rrggbb`; text on it keeps its contrast whatever the colour. */
    color: string
    position: 'left' | 'right'
    /** By language; a language that is missing gets the built-in sentence. */
    greeting: Record<string, string>
    /** Asked before a first message, in this order. */
    form: FormField[]
    /** What is said without being asked, the first that fits first. */
    rules: ProactiveRule[]
  }
  assignment: AssignmentSettings
  escalation: EscalationSettings
  hours: ShopHours
  /** The shop's own fields of its tickets. */
  fields: FieldDefinition[]
  files: FileSettings
  visits: VisitSettings
}

export interface Shop {
  id: ShopId
  name: string
  /** The language of mails and of the widget where the shopper's is not spoken. */
  locale: string
  /** Pages that may carry the tag: scheme, host and port, such as `https://shop.example`. */
  origins: string[]
  publicKey: string
  settings: ShopSettings
  createdAt: string
}

/** Lists are given whole. */
export type DeepPartial<T> = {
  [K in keyof T]?: T[K] extends readonly unknown[] ? T[K] : T[K] extends object ? DeepPartial<T[K]> : T[K]
}

/** `PATCH /api/shop`: what is left out stays as it is. */
export interface ShopChange {
  name?: string
  locale?: string
  origins?: string[]
  settings?: DeepPartial<ShopSettings>
}

/** What the widget may know of its shop: `GET /api/widget`. */
export interface WidgetSettings extends Welcome, WidgetLook {
  shop: { name: string; locale: string }
  color: string
  position: 'left' | 'right'
  greeting: Record<string, string>
}
