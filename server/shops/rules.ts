import type {
  AssignmentSettings,
  DeepPartial,
  EscalationSettings,
  FieldDefinition,
  FileSettings,
  FormField,
  OpenSpan,
  ShopHours,
  ShopSettings,
} from '@comptoir/sdk/contract'
import { ASKED_FIELDS } from '@comptoir/sdk/contract'
import { Failure, refuse } from '../platform/failure.ts'
import { changeLook, USUAL_LOOK } from './look.ts'

const WORKDAY: OpenSpan[] = [{ from: '09:00', to: '18:00' }]

const USUAL_HOURS: ShopHours = {
  timeZone: 'Europe/Paris',
  week: { mon: WORKDAY, tue: WORKDAY, wed: WORKDAY, thu: WORKDAY, fri: WORKDAY, sat: [], sun: [] },
  holidays: [],
}

const USUAL_ESCALATION: EscalationSettings = {
  unanswered: 'PT48H',
  urgent: 'PT2H',
  ratingBelow: 3,
  businessHours: false,
  byPriority: {},
}

const USUAL_ASSIGNMENT: AssignmentSettings = { strategy: 'least_busy', capacity: 5, giveBack: 'PT10M' }

const MB = 1024 * 1024

const USUAL_FILES: FileSettings = { maxSize: 20 * MB, perMessage: 10, perTicketADay: 100, quota: 5_000 * MB }

export const USUAL_SETTINGS: ShopSettings = {
  mail: { quietClosed: 'PT2M', quietOpen: 'PT5M' },
  widget: { ...USUAL_LOOK, color: '#1f5eff', position: 'right', greeting: {}, form: [], rules: [] },
  assignment: USUAL_ASSIGNMENT,
  escalation: USUAL_ESCALATION,
  hours: USUAL_HOURS,
  fields: [],
  files: USUAL_FILES,
  visits: { page: false },
}

/** What a change leaves out stays; a greeting is kept or replaced language by language, and an empty one taken back. */
export function changeSettings(settings: ShopSettings, change: DeepPartial<ShopSettings>): ShopSettings {
  const greeting: Record<string, string> = { ...settings.widget.greeting }
  for (const [locale, text] of Object.entries(change.widget?.greeting ?? {})) {
    if (text === undefined) continue
    if (text.trim() === '') delete greeting[locale]
    else greeting[locale] = text.trim()
  }
  return {
    mail: { ...settings.mail, ...change.mail },
    widget: { ...settings.widget, ...change.widget, ...changeLook(settings.widget, change.widget ?? {}), greeting },
    assignment: { ...settings.assignment, ...change.assignment },
    escalation: { ...settings.escalation, ...change.escalation },
    fields: change.fields ?? settings.fields,
    files: { ...settings.files, ...change.files },
    visits: { ...settings.visits, ...change.visits },
    hours: { ...settings.hours, ...change.hours, week: { ...settings.hours.week, ...change.hours?.week } },
  }
}

/** @throws Failure `invalid` for settings that contradict each other */
export function checkSettings({ escalation, hours, widget, fields }: ShopSettings): void {
  checkForm(widget.form, fields)
  if (!escalation.businessHours || Object.values(hours.week).some((spans) => spans.length > 0)) return
  const detail = 'Expected a span on some day, since escalation counts the hours of the shop.'
  const path = 'settings.hours.week'
  throw new Failure('invalid', `${path}: ${detail}`, { errors: [{ path, detail }] })
}

function checkForm(form: readonly FormField[], fields: readonly FieldDefinition[]): void {
  const known = [...ASKED_FIELDS, ...fields.filter(({ fromCustomers }) => fromCustomers).map(({ key }) => key)]
  const unknown = form.find(({ field }) => !known.includes(field))
  if (unknown)
    throw refuse('settings.widget.form', `Expected fields among ${known.join(', ')}, got "${unknown.field}".`)
}

/** Scheme, host and port as browsers write them in `Origin`; `null` for what is none. */
export function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  return /^https?:$/.test(url.protocol) ? url.origin : null
}

/** Whether this is a name under which a time zone is known. Offsets such as `+02:00` are none: their clocks never change. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][\w+/-]*$/.test(text)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const DURATION = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/** Milliseconds of an ISO 8601 duration of days, hours, minutes and seconds; `null` for what is none. */
export function durationOf(text: string): number | null {
  const parts = DURATION.exec(text)
  if (!parts || text === 'P') return null
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0))
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}
