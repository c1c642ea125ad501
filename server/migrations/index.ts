import type { Migration } from 'kysely'
import * as house from './001-house.ts'
import * as agents from './002-agents.ts'
import * as tickets from './003-tickets.ts'
import * as search from './004-search.ts'
import * as departments from './005-departments.ts'
import * as escalation from './006-escalation.ts'
import * as ratings from './007-ratings.ts'
import * as mailTemplates from './008-mail-templates.ts'
import * as categories from './009-categories.ts'
import * as rollups from './010-rollups.ts'
import * as mail from './011-mail.ts'
import * as nodes from './013-nodes.ts'
import * as files from './014-files.ts'
import * as delivery from './015-delivery.ts'
import * as consoles from './016-console.ts'
import * as faq from './017-faq.ts'
import * as webhooks from './018-webhooks.ts'
import * as keys from './019-keys.ts'
import * as orders from './021-orders.ts'

/** In order, forward only, never edited once released. */
export const migrations: Record<string, Migration> = {
  '001-house': house,
  '002-agents': agents,
  '003-tickets': tickets,
  '004-search': search,
  '005-departments': departments,
  '006-escalation': escalation,
  '007-ratings': ratings,
  '008-mail-templates': mailTemplates,
  '009-categories': categories,
  '010-rollups': rollups,
  '011-mail': mail,
  '013-nodes': nodes,
  '014-files': files,
  '015-delivery': delivery,
  '016-console': consoles,
  '017-faq': faq,
  '018-webhooks': webhooks,
  '019-keys': keys,
  '021-orders': orders,
}
