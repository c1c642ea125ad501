import {
  type FieldDefinition,
  LIMITS,
  TICKET_PRIORITIES,
  TICKET_STATUSES,
  type Ticket,
  type TicketStatus,
} from '@comptoir/sdk/contract'
import { useMemo } from 'preact/hooks'
import { categoryName } from './categories.ts'
import { type Console, useConsole } from './console.ts'
import { createDeeds, type Deeds } from './deeds.ts'
import { asFailure } from './failures.ts'
import { type Reader, useReader } from './language.ts'
import { ask, type Choice, matching } from './picker.ts'
import { snoozeTimes } from './snooze-times.ts'
import { fieldLabel } from './staff.ts'
import { fullTime } from './times.ts'
import { mayTurn } from './turns.ts'

type Targets = readonly Ticket[]

/** The questions behind keys, buttons and commands: each opens the list and does what was chosen to the targets. */
export type Asks = ReturnType<typeof createAsks>

export function useAsks(): Asks {
  const desk = useConsole()
  const reader = useReader()
  return useMemo(() => openAsks(desk, reader), [desk, reader])
}

export const openAsks = (desk: Console, reader: Reader): Asks =>
  createAsks(desk, createDeeds(desk.client, reader), reader)

function createAsks(desk: Console, deeds: Deeds, reader: Reader) {
  const { say, locale, language } = reader
  const { client, me, staff } = desk
  const myId = me.agent?.id ?? null

  const setStatus = (targets: Targets, to: TicketStatus) => {
    const changed = targets.filter(({ status }) => status !== to)
    if (changed.length > 0)
      deeds.change(changed, { status: to }, doneWords(changed, say(`status.${to}`)), ({ status }) => ({ status }))
  }
  const assign = (targets: Targets, to: string | null) => {
    const name = staff.get().agents.find(({ id }) => id === to)?.name ?? say('people.nobody')
    const words = to === null ? say('deed.released') : say('deed.given', { to: name })
    deeds.change(targets, { assigneeId: to }, doneWords(targets, words), ({ assigneeId }) => ({ assigneeId }))
  }

  const doneWords = (targets: Targets, what: string): string => {
    const [one] = targets
    return targets.length === 1 && one
      ? say('deed.one', { number: `#${one.number}`, what })
      : say('deed.many', { count: targets.length, what })
  }
  const all = (targets: Targets, test: (ticket: Ticket) => boolean) => targets.length > 0 && targets.every(test)
  const titled = (what: string, targets: Targets) =>
    targets.length === 1 ? what : say('picker.forMany', { what, count: targets.length })

  return {
    setStatus,
    assign,
    assignToMe: (targets: Targets) => myId && assign(targets, myId),

    status(targets: Targets) {
      const choices: Choice[] = TICKET_STATUSES.filter((to) =>
        targets.some(({ status }) => status === to || mayTurn(status, to, me.role)),
      )
        .filter((to) => to !== 'escalated' || all(targets, ({ status }) => status === to))
        .map((to) => ({
          key: to,
          label: say(`status.${to}`),
          hint: say(`status.hint.${to}`),
          mark: { status: to },
          current: all(targets, ({ status }) => status === to),
          pick: () => setStatus(targets, to),
        }))
      ask({
        title: titled(say('status.label'), targets),
        placeholder: say('ask.status'),
        choices: (text) => matching(choices, text),
      })
    },

    priority(targets: Targets) {
      const choices: Choice[] = [...TICKET_PRIORITIES].reverse().map((to) => ({
        key: to,
        label: say(`priority.${to}`),
        mark: { priority: to },
        current: all(targets, ({ priority }) => priority === to),
        pick: () =>
          deeds.change(targets, { priority: to }, doneWords(targets, say(`priority.${to}`)), ({ priority }) => ({
            priority,
          })),
      }))
      ask({
        title: titled(say('priority.label'), targets),
        placeholder: say('ask.priority'),
        choices: (text) => matching(choices, text),
      })
    },

    category(targets: Targets) {
      const offered = staff.get().categories.filter(({ retired }) => !retired)
      const choices: Choice[] = offered.map(({ id: to }) => ({
        key: to,
        label: categoryName(to, staff.get(), language),
        mark: { icon: 'folder' },
        current: all(targets, ({ category }) => category === to),
        pick: () =>
          deeds.change(
            targets,
            { category: to },
            doneWords(targets, categoryName(to, staff.get(), language)),
            ({ category }) => ({ category }),
          ),
      }))
      ask({
        title: titled(say('category.label'), targets),
        placeholder: say('ask.category'),
        choices: (text) => matching(choices, text),
      })
    },

    assignee(targets: Targets) {
      ask({
        title: titled(say('details.assignee'), targets),
        placeholder: say('ask.assignee'),
        choices: (text) => matching(peopleChoices(targets), text),
      })
    },

    department(ticket: Ticket) {
      const choices: Choice[] = staff.get().departments.map(({ id, name, members }) => ({
        key: id,
        label: name,
        hint: say('details.members', { count: members.length }),
        mark: { icon: 'people' },
        current: ticket.desk?.departmentId === id,
        pick: () => deeds.move(ticket, id, say('deed.moved', { number: `#${ticket.number}`, to: name })),
      }))
      ask({
        title: say('details.department'),
        placeholder: say('ask.department'),
        choices: (text) => matching(choices, text),
      })
    },

    tags(targets: Targets) {
      const known = knownTags(desk)
      ask({
        title: titled(say('details.tags'), targets),
        placeholder: say('ask.tags'),
        none: say('ask.tagsNone'),
        choices(text) {
          const wish = text.trim().toLowerCase().replace(/\s+/g, '-')
          const choices = known.map((tag) => tagChoice(targets, tag))
          const isNew =
            /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(wish) && wish.length <= LIMITS.tag && !known.includes(wish)
          return [...matching(choices, text), ...(isNew ? [tagChoice(targets, wish)] : [])]
        },
      })
    },

    snooze(targets: Targets) {
      const pick = (until: Date) =>
        deeds.snooze(
          targets,
          until.toISOString(),
          doneWords(targets, say('deed.snoozed', { until: fullTime(until.toISOString(), locale) })),
        )
      const choices: Choice[] = snoozeTimes(new Date()).map(({ key, until }) => ({
        key,
        label: say(`snooze.${key}`),
        hint: fullTime(until.toISOString(), locale),
        mark: { icon: 'clock' },
        pick: () => pick(until),
      }))
      const wake: Choice = {
        key: 'wake',
        label: say('snooze.wake'),
        mark: { icon: 'reply' },
        pick: () => deeds.snooze(targets, null, doneWords(targets, say('deed.woken'))),
      }
      const custom: Choice = {
        key: 'custom',
        label: say('snooze.custom'),
        mark: { icon: 'calendar' },
        pick: () => askTime(say('snooze.until'), pick),
      }
      const isAsleep = targets.some(({ desk }) => desk?.snoozedUntil)
      ask({
        title: titled(say('details.snooze'), targets),
        placeholder: say('ask.snooze'),
        choices: (text) => matching([...(isAsleep ? [wake] : []), ...choices, custom], text),
      })
    },

    escalate(ticket: Ticket) {
      ask({
        title: say('details.escalate'),
        placeholder: say('ask.escalate'),
        none: say('ask.escalateNone'),
        choices: (text) =>
          text.trim()
            ? [
                {
                  key: 'go',
                  label: say('ask.escalateGo', { reason: text.trim() }),
                  mark: { status: 'escalated' },
                  pick: () => deeds.escalate(ticket, text.trim()),
                },
              ]
            : [],
      })
    },

    merge(ticket: Ticket) {
      const found = client.tickets.list({ customer: ticket.customerId, limit: 50 }).then(
        ({ items }) =>
          items
            .filter(({ id, desk: theirs }) => id !== ticket.id && !theirs?.mergedIntoId)
            .map(
              (other): Choice => ({
                key: other.id,
                label: `#${other.number} ${other.subject}`,
                hint: say(`status.${other.status}`),
                mark: { status: other.status },
                pick: () => deeds.merge(ticket, other),
              }),
            ),
        (error: unknown) => {
          asFailure(error)
          return []
        },
      )
      ask({
        title: say('details.merge'),
        placeholder: say('ask.merge', { number: `#${ticket.number}` }),
        none: say('ask.mergeNone'),
        choices: (text) => found.then((choices) => matching(choices, text)),
      })
    },

    field(ticket: Ticket, field: FieldDefinition) {
      const label = fieldLabel(field, language)
      const now = ticket.desk?.fields[field.key] ?? null
      const set = (value: string | number | null) =>
        deeds.change([ticket], { fields: { [field.key]: value } }, say('settings.saved'), () => ({
          fields: { [field.key]: now },
        }))
      const none: Choice = { key: 'none', label: say('ask.noValue'), mark: { icon: 'close' }, pick: () => set(null) }
      const some = now === null ? [] : [none]
      if (field.type === 'choice') {
        const choices = (field.choices ?? []).map(
          (value, at): Choice => ({
            key: `choice-${at}`,
            label: value,
            mark: { icon: 'tag' },
            current: now === value,
            pick: () => set(value),
          }),
        )
        return ask({ title: label, placeholder: label, choices: (text) => [...matching(choices, text), ...some] })
      }
      ask({
        title: label,
        placeholder: label,
        ...(field.type !== 'text' && { input: field.type }),
        text: now === null ? '' : String(now),
        none: say(`ask.field.${field.type}`),
        choices: (text) => {
          const value = text.trim()
          if (!value) return some
          if (field.type === 'number' && !Number.isFinite(Number(value))) return []
          if (value.length > LIMITS.fieldValue) return []
          const save = () => set(field.type === 'number' ? Number(value) : value)
          return [{ key: 'save', label: say('ask.save', { value }), mark: { icon: 'check' }, pick: save }]
        },
      })
    },

    subject(ticket: Ticket) {
      askText(say('details.subject'), ticket.subject, LIMITS.subject, (subject) => deeds.edit(ticket, { subject }))
    },

    order(ticket: Ticket) {
      askText(say('details.order'), ticket.orderId ?? '', LIMITS.orderId, (orderId) => deeds.edit(ticket, { orderId }))
    },

    remove(ticket: Ticket, then: () => void) {
      const number = `#${ticket.number}`
      ask({
        title: say('details.delete'),
        placeholder: say('ask.delete', { number }),
        none: say('ask.deleteNone'),
        choices: (text) =>
          text.trim().replace('#', '') === String(ticket.number)
            ? [
                {
                  key: 'go',
                  label: say('ask.deleteGo', { number }),
                  mark: { icon: 'trash' },
                  pick: () => deeds.remove(ticket, then),
                },
              ]
            : [],
      })
    },
  }

  function peopleChoices(targets: Targets): Choice[] {
    const nobody: Choice = {
      key: 'nobody',
      label: say('people.nobody'),
      mark: { icon: 'person' },
      current: all(targets, ({ assigneeId }) => assigneeId === null),
      pick: () => assign(targets, null),
    }
    const people = [...staff.get().agents].sort(
      (a, b) => Number(b.id === myId) - Number(a.id === myId) || presence(a) - presence(b) || a.busy - b.busy,
    )
    const choices = people.map(
      (agent): Choice => ({
        key: agent.id,
        label: agent.id === myId ? say('people.me', { name: agent.name }) : agent.name,
        hint: say('ask.busy', { state: say(`presence.${agent.presence.state}`), count: agent.busy }),
        mark: { person: { id: agent.id, name: agent.name, present: agent.presence.state === 'present' } },
        also: `${agent.email} ${agent.departments.map(({ name }) => name).join(' ')}`,
        current: all(targets, ({ assigneeId }) => assigneeId === agent.id),
        pick: () => assign(targets, agent.id),
      }),
    )
    return [...choices, nobody]
  }

  function tagChoice(targets: Targets, tag: string): Choice {
    const isOn = all(targets, (ticket) => ticket.desk?.tags.includes(tag) ?? false)
    return {
      key: `tag-${tag}`,
      label: tag,
      mark: { icon: 'tag' },
      current: isOn,
      hint: isOn ? say('ask.tagRemove') : say('ask.tagAdd'),
      pick: () =>
        isOn
          ? deeds.tags(targets, [], [tag], doneWords(targets, say('deed.untagged', { tag })))
          : deeds.tags(targets, [tag], [], doneWords(targets, say('deed.tagged', { tag }))),
    }
  }

  function askTime(title: string, pick: (at: Date) => void): void {
    ask({
      title,
      placeholder: title,
      input: 'datetime-local',
      none: say('ask.time'),
      choices(text) {
        const at = new Date(text)
        if (Number.isNaN(at.getTime()) || at.getTime() <= Date.now()) return []
        const label = say('ask.timeGo', { until: fullTime(at.toISOString(), locale) })
        return [{ key: 'go', label, mark: { icon: 'clock' }, pick: () => pick(at) }]
      },
    })
  }

  function askText(title: string, now: string, most: number, save: (text: string) => void): void {
    ask({
      title,
      placeholder: title,
      text: now,
      none: say('ask.text', { count: most }),
      choices(text) {
        const value = text.trim()
        if (!value || value === now || value.length > most) return []
        return [{ key: 'save', label: say('ask.save', { value }), mark: { icon: 'check' }, pick: () => save(value) }]
      },
    })
  }
}

const presence = ({ presence: { state } }: { presence: { state: string } }) =>
  state === 'present' ? 0 : state === 'away' ? 1 : 2

/** Tags of the tickets in the list: what is used here, without asking the server. */
function knownTags({ inbox }: Console): string[] {
  const tags = inbox.get().rows.flatMap((row) => row.desk?.tags ?? [])
  return [...new Set(tags)].sort()
}
