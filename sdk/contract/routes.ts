import type { Category, CategoryChange, NewCategory } from './category.ts'
import type { ContactMessage, ContactPage, ContactStats } from './contact.ts'
import type { DeadlineExplained } from './deadline.ts'
import type { AgentRow, Assignment, Department, DepartmentChange, NewDepartment } from './department.ts'
import type { Draft, DraftChange, DraftKept } from './draft.ts'
import type { Escalation } from './escalation.ts'
import type { Fact, FactList, FactRange } from './facts.ts'
import type { Article, ArticleChange, ArticleSearch, FaqNode, NewArticle } from './faq.ts'
import type { FileLinks } from './file.ts'
import type { IdentitySecret, IdentitySecretShown, Key, KeyChange, KeyWithSecret, NewKey, Rotation } from './key.ts'
import type { MailDraft, MailLogEntry, MailPreview, MailTemplate, Notice, PreviewedMail } from './mail.ts'
import type { Message, MessageDraft, MessageList, MessageRange } from './message.ts'
import type { CustomerOrders, OrderSource, OrderSourceWithSecret } from './order.ts'
import type { Me, OpenVisitor, VisitorSession } from './people.ts'
import type { NewRating, Rating } from './rating.ts'
import type { NewReply, Reply, ReplyChange, ReplyText, ReplyUse } from './reply.ts'
import type { Heat, LiveView, RatedTicket, RatingsQuery } from './report.ts'
import type { Shop, ShopChange, WidgetSettings } from './shop.ts'
import type { FigureQuery, StatsFilter, StatsQuery, TicketStats } from './stats.ts'
import type {
  Bulk,
  BulkAnswer,
  Merge,
  NewTicket,
  Snooze,
  StatusChange,
  Ticket,
  TicketChange,
  TicketFilter,
  TicketRow,
  TicketWithThread,
} from './ticket.ts'
import type { NewView, View, ViewChange } from './view.ts'
import type {
  NewWebhook,
  Webhook,
  WebhookChange,
  WebhookDelivery,
  WebhookDeliveryWithAttempts,
  WebhookSpan,
  WebhookWithSecret,
} from './webhook.ts'
import type { DryRun, DryRunAnswer, Workflow, WorkflowChange } from './workflow.ts'

export interface Page<T> {
  items: T[]
  /** `null` at the end of the list. */
  nextCursor: string | null
  /** Only when a `page` was asked for. */
  total?: number
}

/** Every operation over HTTP: what goes in and what comes back. The server's schemas are checked against this table. */
export interface Routes {
  'POST /api/visitors': { body: OpenVisitor; answer: VisitorSession }
  'DELETE /api/visitors/current': { answer: undefined }
  'GET /api/widget': { answer: WidgetSettings }
  'GET /api/me': { answer: Me }
  'GET /api/shop': { answer: Shop }
  'PATCH /api/shop': { body: ShopChange; answer: Shop }
  'GET /api/agents': { query: { cursor?: string; limit?: number }; answer: Page<AgentRow> }
  'GET /api/departments': { query: { cursor?: string; limit?: number }; answer: Page<Department> }
  'POST /api/departments': { body: NewDepartment; answer: Department }
  'PATCH /api/departments/:id': { params: 'id'; body: DepartmentChange; answer: Department }
  'DELETE /api/departments/:id': { params: 'id'; answer: undefined }
  /** `retired`: all of them, for agents. */
  'GET /api/categories': { query: { retired?: boolean }; answer: { items: Category[] } }
  'POST /api/categories': { body: NewCategory; answer: Category }
  'PATCH /api/categories/:id': { params: 'id'; body: CategoryChange; answer: Category }
  'DELETE /api/categories/:id': { params: 'id'; answer: undefined }
  'POST /api/tickets': { body: NewTicket; answer: Ticket }
  'GET /api/tickets': { query: TicketFilter; answer: Page<TicketRow> }
  'GET /api/tickets/:id': { params: 'id'; answer: TicketWithThread }
  'POST /api/tickets/bulk': { body: Bulk; answer: BulkAnswer }
  'POST /api/tickets/:id/merge': { params: 'id'; body: Merge; answer: Ticket }
  'DELETE /api/tickets/:id/merge': { params: 'id'; answer: Ticket }
  'POST /api/tickets/:id/snooze': { params: 'id'; body: Snooze; answer: Ticket }
  'PATCH /api/tickets/:id': { params: 'id'; body: TicketChange; answer: Ticket }
  'DELETE /api/tickets/:id': { params: 'id'; answer: undefined }
  'PUT /api/tickets/:id/status': { params: 'id'; body: StatusChange; answer: Ticket }
  'GET /api/tickets/:id/messages': { params: 'id'; query: MessageRange; answer: MessageList }
  'POST /api/tickets/:id/messages': { params: 'id'; body: MessageDraft; answer: Message }
  'PUT /api/tickets/:id/read': { params: 'id'; body: { seq: number }; answer: undefined }
  'PUT /api/tickets/:id/delivered': { params: 'id'; body: { seq: number }; answer: undefined }
  'POST /api/tickets/:id/assign': { params: 'id'; body: Assignment; answer: Ticket }
  'DELETE /api/files/:id': { params: 'id'; answer: undefined }
  'GET /api/files/:id/links': { params: 'id'; answer: FileLinks }
  'GET /api/workflow': { answer: Workflow }
  'PUT /api/workflow': { body: WorkflowChange; answer: Workflow }
  'POST /api/workflow/dry-run': { body: DryRun; answer: DryRunAnswer }
  'POST /api/tickets/:id/escalate': { params: 'id'; body: Escalation; answer: Ticket }
  'GET /api/tickets/:id/deadline': { params: 'id'; answer: DeadlineExplained }
  'POST /api/tickets/:id/rating': { params: 'id'; body: NewRating; answer: Rating }
  'GET /api/tickets/stats': { query: StatsQuery; answer: TicketStats }
  /** `id` is the figure's name. */
  'GET /api/tickets/stats/:id/tickets': { params: 'id'; query: FigureQuery; answer: Page<TicketRow> }
  'GET /api/order-source': { answer: OrderSource }
  'PUT /api/order-source': { body: { url: string }; answer: OrderSourceWithSecret }
  'DELETE /api/order-source': { answer: undefined }
  'POST /api/order-source/rotate': { answer: OrderSourceWithSecret }
  'GET /api/customers/:id/orders': { params: 'id'; answer: CustomerOrders }
  'GET /api/reports/heat': { query: StatsFilter; answer: Heat }
  'GET /api/reports/ratings': { query: RatingsQuery; answer: Page<RatedTicket> }
  'GET /api/reports/live': { answer: LiveView }
  'POST /api/support/contact': { body: ContactMessage; answer: Ticket }
  'GET /api/support/contact/stats': { answer: ContactStats }
  'GET /api/support/contact/tickets': { query: { page?: number; limit?: number }; answer: ContactPage }
  'GET /api/support/contact/ticket/:id': { params: 'id'; answer: TicketWithThread }
  'GET /api/facts': { query: FactRange; answer: FactList }
  'GET /api/tickets/:id/facts': { params: 'id'; query: { cursor?: string; limit?: number }; answer: Page<Fact> }
  'GET /api/tickets/:id/draft': { params: 'id'; answer: { items: Draft[] } }
  'PUT /api/tickets/:id/draft': { params: 'id'; body: DraftChange; answer: DraftKept }
  'GET /api/views': { answer: { items: View[] } }
  'POST /api/views': { body: NewView; answer: View }
  'PATCH /api/views/:id': { params: 'id'; body: ViewChange; answer: View }
  'DELETE /api/views/:id': { params: 'id'; answer: undefined }
  'GET /api/replies': { answer: { items: Reply[] } }
  'POST /api/replies': { body: NewReply; answer: Reply }
  'PATCH /api/replies/:id': { params: 'id'; body: ReplyChange; answer: Reply }
  'DELETE /api/replies/:id': { params: 'id'; answer: undefined }
  'POST /api/replies/:id/use': { params: 'id'; body: ReplyUse; answer: ReplyText }
  'GET /api/mail-templates': { answer: { items: MailTemplate[] } }
  'PUT /api/mail-templates/:kind/:locale': { params: 'kind' | 'locale'; body: MailDraft; answer: MailTemplate }
  'DELETE /api/mail-templates/:kind/:locale': { params: 'kind' | 'locale'; answer: MailTemplate }
  'POST /api/mail-templates/:kind/:locale/preview': {
    params: 'kind' | 'locale'
    body: MailPreview
    answer: PreviewedMail
  }
  'GET /api/notices': { answer: { items: Notice[] } }
  'GET /api/mail-log': { query: { cursor?: string; limit?: number }; answer: Page<MailLogEntry> }
  'GET /api/articles': { query: ArticleFilter; answer: Page<Article> }
  'POST /api/articles': { body: NewArticle; answer: Article }
  'GET /api/articles/searches': { query: { limit?: number }; answer: { items: ArticleSearch[] } }
  'POST /api/articles/preview': { body: { body: string }; answer: { content: FaqNode[] } }
  'GET /api/articles/:id': { params: 'id'; answer: Article }
  'PATCH /api/articles/:id': { params: 'id'; body: ArticleChange; answer: Article }
  'POST /api/articles/:id/publish': { params: 'id'; answer: Article }
  'POST /api/articles/:id/withdraw': { params: 'id'; answer: Article }
  'DELETE /api/articles/:id': { params: 'id'; answer: undefined }
  'GET /api/webhooks': { answer: Page<Webhook> }
  'POST /api/webhooks': { body: NewWebhook; answer: WebhookWithSecret }
  'GET /api/webhooks/:id': { params: 'id'; answer: Webhook }
  'PATCH /api/webhooks/:id': { params: 'id'; body: WebhookChange; answer: Webhook }
  'DELETE /api/webhooks/:id': { params: 'id'; answer: undefined }
  'POST /api/webhooks/:id/rotate': { params: 'id'; answer: WebhookWithSecret }
  'POST /api/webhooks/:id/test': { params: 'id'; answer: WebhookDeliveryWithAttempts }
  'POST /api/webhooks/:id/replay': { params: 'id'; body: WebhookSpan; answer: { deliveries: number } }
  'GET /api/webhooks/:id/deliveries': { params: 'id'; query: DeliveryFilter; answer: Page<WebhookDelivery> }
  'GET /api/webhooks/:id/deliveries/:delivery': { params: 'id' | 'delivery'; answer: WebhookDeliveryWithAttempts }
  'POST /api/webhooks/:id/deliveries/:delivery/replay': { params: 'id' | 'delivery'; answer: WebhookDelivery }
  'GET /api/keys': { answer: Page<Key> }
  'POST /api/keys': { body: NewKey; answer: KeyWithSecret }
  'PATCH /api/keys/:id': { params: 'id'; body: KeyChange; answer: Key }
  'DELETE /api/keys/:id': { params: 'id'; answer: undefined }
  'POST /api/keys/:id/rotate': { params: 'id'; body: Rotation; answer: KeyWithSecret }
  'GET /api/identity-secret': { answer: IdentitySecret }
  'POST /api/identity-secret/rotate': { body: Rotation; answer: IdentitySecretShown }
}

export interface ArticleFilter {
  locale?: string
  state?: Article['state']
  category?: string
  groupId?: string
  cursor?: string
  limit?: number
}

export interface DeliveryFilter {
  state?: WebhookDelivery['state']
  cursor?: string
  limit?: number
}

export type RouteKey = keyof Routes

/** What a route takes: what its path names, `query`, `body`. */
export type RouteInput<K extends RouteKey> = (Routes[K] extends { params: infer P extends string }
  ? Record<P, string>
  : unknown) &
  (Routes[K] extends { query: infer Q } ? { query?: Q | undefined } : unknown) &
  (Routes[K] extends { body: infer B } ? { body: B } : unknown)
