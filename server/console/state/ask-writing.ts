import type { Reply, Ticket } from '@comptoir/sdk/contract'
import type { Console } from './console.ts'
import type { Reader } from './language.ts'
import { tell } from './notices.ts'
import { ask, type Choice, matching } from './picker.ts'

/** A template, filled in for the ticket's customer. The language spoken with them comes first, then what is used most. */
export function askReply(
  ticket: Ticket,
  speaks: string | null,
  { replies }: Console,
  { say, language }: Reader,
  insert: (text: string) => void,
): void {
  const use = async (reply: Reply) => {
    const text = await replies.use(reply.id, ticket.id)
    if (text === null) tell(say('reply.notUsed'), 'wrong')
    else insert(text)
  }
  const spoken = speaks?.slice(0, 2) ?? language
  const rank = ({ locale }: Reply) => (locale === spoken ? 0 : locale === null ? 1 : 2)
  const listed = replies.load().then(() =>
    [...(replies.get() ?? [])]
      .sort((a, b) => rank(a) - rank(b) || b.uses - a.uses)
      .map(
        (reply): Choice => ({
          key: reply.id,
          label: reply.name,
          hint: reply.body.replace(/\s+/g, ' ').slice(0, 60),
          also: `${reply.folder} ${reply.body}`,
          mark: { icon: 'template' },
          pick: () => void use(reply),
        }),
      ),
  )
  ask({
    title: say('reply.use'),
    placeholder: say('reply.find'),
    none: say('reply.none'),
    choices: (text) => listed.then((choices) => matching(choices, text)),
  })
}

/** A colleague who is to read a note. */
export function askMention({ staff }: Console, { say }: Reader, insert: (name: string) => void): void {
  const choices = staff.get().agents.map(
    (agent): Choice => ({
      key: agent.id,
      label: agent.name,
      hint: say(`presence.${agent.presence.state}`),
      mark: { person: { id: agent.id, name: agent.name, present: agent.presence.state === 'present' } },
      pick: () => insert(agent.name),
    }),
  )
  ask({ title: say('mention.title'), placeholder: say('mention.hint'), choices: (text) => matching(choices, text) })
}
