import type {
  AssignmentStrategy,
  Deadline,
  FactType,
  FieldValues,
  MailKind,
  MailLocale,
  MailLogEntry,
  MessageType,
  Order,
  PresenceState,
  Scope,
  Score,
  ShopSettings,
  TicketCategory,
  TicketChannel,
  TicketPriority,
  TicketStatus,
  ViewFilter,
  Webhook,
  WebhookDelivery,
  WebhookOutcome,
  WorkflowRule,
  Writing,
} from '@comptoir/sdk/contract'
import type { ColumnType, Generated, Insertable, JSONColumnType, Selectable } from 'kysely'

/**
 * The whole database on one page. Columns are snake_case in SQL (`created_at`) and camelCase here; every table's key
 * leads with the shop, so that one shop is one shard. What the columns mean is said in `migrations/`.
 */
export interface Database {
  installation: InstallationTable
  nodes: NodesTable
  shops: ShopsTable
  shopCounters: ShopCountersTable
  keys: KeysTable
  customers: CustomersTable
  visitorSessions: VisitorSessionsTable
  categories: CategoriesTable
  departments: DepartmentsTable
  departmentMembers: DepartmentMembersTable
  presences: PresencesTable
  visits: VisitsTable
  attendances: AttendancesTable
  tickets: TicketsTable
  ticketMessages: TicketMessagesTable
  ticketSearch: TicketSearchTable
  files: FilesTable
  ratings: RatingsTable
  figureBooks: FigureBooksTable
  figures: FiguresTable
  facts: FactsTable
  workflows: WorkflowsTable
  workflowRuns: WorkflowRunsTable
  mails: MailsTable
  mailTemplates: MailTemplatesTable
  mailStops: MailStopsTable
  mailsIn: MailsInTable
  views: ViewsTable
  drafts: DraftsTable
  replies: RepliesTable
  idempotencyKeys: IdempotencyKeysTable
  articles: ArticlesTable
  articleSearches: ArticleSearchesTable
  webhooks: WebhooksTable
  webhookDeliveries: WebhookDeliveriesTable
  webhookAttempts: WebhookAttemptsTable
  orderSources: OrderSourcesTable
  customerOrders: CustomerOrdersTable
  'auth.user': AuthUserTable
  'auth.account': AuthAccountTable
  'auth.organization': AuthOrganizationTable
  'auth.member': AuthMemberTable
}

type Timestamp = ColumnType<Date, Date, Date>
type MaybeTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>
type Maybe<T> = ColumnType<T | null, T | null | undefined, T | null>
/** PostgreSQL's bigint, read as a number: none of ours comes near 2^53. */
type BigInteger = ColumnType<number, number, number>

interface InstallationTable {
  key: string
  value: string
}

interface NodesTable {
  id: string
  workers: string[]
  seenAt: Timestamp
  /** When pushes from or to it may last have been lost. */
  doubtedAt: MaybeTimestamp
}

interface ShopsTable {
  id: string
  name: string
  locale: string
  origins: string[]
  settings: JSONColumnType<ShopSettings>
  identitySecret: string
  /** Counts too, until then. */
  formerIdentitySecret: Maybe<string>
  formerIdentityUntil: MaybeTimestamp
  createdAt: Timestamp
}

interface ShopCountersTable {
  shopId: string
  lastTicket: number
  /** How many of them were deleted. */
  goneTickets: Generated<number>
  lastFact: BigInteger
}

interface KeysTable {
  shopId: string
  id: string
  kind: 'publishable' | 'secret' | 'agent'
  name: string
  /** The key itself when it is publishable, else its SHA-256 in hex. */
  lookup: string
  last4: string
  agentId: string | null
  /** `null`: all. */
  scopes: Maybe<Scope[]>
  createdAt: Timestamp
  lastUsedAt: MaybeTimestamp
  expiresAt: MaybeTimestamp
  revokedAt: MaybeTimestamp
}

interface CustomersTable {
  shopId: string
  id: string
  standing: 'anonymous' | 'identified' | 'verified'
  externalId: string | null
  name: string | null
  email: string | null
  locale: string | null
  createdAt: Timestamp
}

interface VisitorSessionsTable {
  shopId: string
  id: string
  customerId: string
  renewalHash: string
  createdAt: Timestamp
  lastUsedAt: Timestamp
  endedAt: MaybeTimestamp
}

interface CategoriesTable {
  shopId: string
  id: string
  /** By language; empty for a built-in one that keeps its words. */
  label: JSONColumnType<Record<string, string>>
  createdAt: Timestamp
  retiredAt: MaybeTimestamp
}

interface DepartmentsTable {
  shopId: string
  id: string
  name: string
  categories: string[]
  /** `null`, here and in the two below: the shop's. */
  strategy: AssignmentStrategy | null
  capacity: number | null
  giveBack: string | null
  /** How many tickets were given in turn: the next one's number goes to whoever gets it. */
  turns: Generated<number>
  createdAt: Timestamp
  retiredAt: MaybeTimestamp
}

interface DepartmentMembersTable {
  shopId: string
  departmentId: string
  agentId: string
  isLead: boolean
  /** The number of the last ticket that they were given in turn; 0 before the first. */
  lastTurn: Generated<number>
}

interface VisitsTable {
  shopId: string
  customerId: string
  /** A node to which the shopper is connected. */
  nodeId: string
  /** Where in the storefront they say they are. */
  pageUrl: string | null
  pageTitle: string | null
  since: ColumnType<Date, never, never>
}

interface PresencesTable {
  shopId: string
  agentId: string
  /** A node to which the agent is connected. */
  nodeId: string
}

interface AttendancesTable {
  shopId: string
  agentId: string
  /** They want nothing at the moment, connected or not. */
  away: boolean
  /** What was told last, and since when. */
  state: PresenceState
  since: Timestamp
  /** Since when they are not present. */
  leftAt: MaybeTimestamp
}

interface TicketsTable {
  shopId: string
  id: string
  number: number
  customerId: string
  assigneeId: string | null
  assignedAt: MaybeTimestamp
  /** Whose the ticket is. */
  departmentId: Maybe<string>
  /** Who handed it back last: it is not given to them again by itself, until somebody else has held it. */
  handedBackBy: Maybe<string>
  subject: string
  description: string
  status: TicketStatus
  priority: TicketPriority
  category: TicketCategory
  channel: TicketChannel
  orderId: string | null
  /** The highest `seq` of all messages, and the highest `public_seq` of those that the customer may see. */
  lastSeq: number
  lastPublicSeq: number
  /** How far each side has read: in `seq`, and the same place in `public_seq`. */
  customerReadSeq: number
  customerReadPublicSeq: number
  agentReadSeq: number
  agentReadPublicSeq: number
  /** How far each side's clients have received, in the same two counts. */
  customerDeliveredSeq: Generated<number>
  customerDeliveredPublicSeq: Generated<number>
  agentDeliveredSeq: Generated<number>
  agentDeliveredPublicSeq: Generated<number>
  /** Counted by the database with every change. */
  revision: Generated<number>
  /** Answers up to this `seq` have been mailed. */
  mailedSeq: number
  /** Messages of the customer up to this `seq` have been mailed to the agent. */
  agentMailedSeq: Generated<number>
  lastMessageAt: MaybeTimestamp
  createdAt: Timestamp
  updatedAt: Timestamp
  resolvedAt: MaybeTimestamp
  closedAt: MaybeTimestamp
  /** When it was escalated last. */
  escalatedAt: MaybeTimestamp
  /** When the nearest clock runs out, and why then. */
  deadline: Maybe<Deadline>
  /** What the clocks go by; `null` for a ticket that is older than they are. */
  wait: Maybe<Wait>
  /** When an agent first answered the customer. */
  firstAnsweredAt: MaybeTimestamp
  /** Whether it was escalated at any time. */
  wasEscalated: Generated<boolean>
  tags: Generated<string[]>
  /** What the shop's own fields hold, by their keys. */
  fields: Generated<FieldValues>
  snoozedUntil: MaybeTimestamp
  /** The ticket in which its conversation goes on. */
  mergedIntoId: Maybe<string>
  /** The score of the ticket's rating, once more: lists and statistics read it here. */
  rating: Score | null
}

/** What the clocks of a ticket go by, as it was when something last happened to it. Times are ISO 8601. */
export interface Wait {
  /** Since when the shop owes the next step; `null`: since the ticket was made. */
  since: string | null
  /** Since when it is urgent; `null`: all the while. */
  urgentSince: string | null
  /** Whether an agent has answered since then. */
  answered: boolean
  /** Whether an agent has done anything at all since then. */
  touched: boolean
  waiting: boolean
  priority: TicketPriority
}

/** What a message says of a file. */
export interface KeptFile {
  id: string
  name: string
  type: string
  size: number
  width?: number
  height?: number
}

interface FilesTable {
  shopId: string
  id: string
  /** Who has sent it, as the platform's `actorKey` names them. */
  owner: string
  /** Which of several tries is receiving it. */
  try: string
  name: string
  type: string
  /** Bytes as they were sent, as they are given out, and of all that is kept. */
  sent: BigInteger
  size: BigInteger
  kept: BigInteger
  /** Pixels; `null` for what is not shown. */
  width: Maybe<number>
  height: Maybe<number>
  ticketId: Maybe<string>
  messageId: Maybe<string>
  /** In an internal note: for agents alone. */
  internal: Generated<boolean>
  createdAt: Timestamp
  /** `null` while it is arriving. */
  finishedAt: MaybeTimestamp
  attachedAt: MaybeTimestamp
}

interface RatingsTable {
  shopId: string
  ticketId: string
  customerId: string
  /** Who held the ticket when it was rated. */
  agentId: string | null
  score: Score
  comment: string | null
  createdAt: Timestamp
}

interface TicketMessagesTable {
  shopId: string
  ticketId: string
  seq: number
  /** Its place among the messages that the customer may see; `null` for an internal note. */
  publicSeq: number | null
  id: string
  clientId: string | null
  type: MessageType
  message: string
  authorKind: 'customer' | 'agent' | 'system'
  authorId: string | null
  authorName: string | null
  createdAt: Timestamp
  files: ColumnType<KeptFile[], string | undefined, string>
}

interface TicketSearchTable {
  shopId: string
  ticketId: string
  number: number
  /** `tsvector`s: what a customer may search, and what agents alone may. */
  words: string
  notes: string
}

interface WorkflowsTable {
  shopId: string
  rules: JSONColumnType<WorkflowRule[]>
  revision: number
  updatedAt: Timestamp
}

interface WorkflowRunsTable {
  shopId: string
  ticketId: string
  ruleId: string
  position: BigInteger
  at: Timestamp
}

interface FigureBooksTable {
  shopId: string
  timeZone: string
  total: Generated<number>
  closed: Generated<number>
}

/** Added up by the statistics' own SQL; its other columns are in the migration. */
interface FiguresTable {
  shopId: string
  settled: boolean
}

interface FactsTable {
  shopId: string
  position: BigInteger
  id: string
  ticketId: string
  type: FactType
  data: JSONColumnType<Record<string, unknown>>
  actorKind: 'customer' | 'agent' | 'system'
  actorId: string | null
  actorName: string | null
  at: Timestamp
}

interface MailsTable {
  shopId: string
  id: string
  ticketId: string | null
  kind: MailKind
  recipient: string
  subject: string
  body: string
  html: string
  messageId: string
  references: string[]
  state: MailLogEntry['state']
  attempts: Generated<number>
  lastError: string | null
  templateError: string | null
  createdAt: Timestamp
  sentAt: MaybeTimestamp
}

interface MailTemplatesTable {
  shopId: string
  kind: MailKind
  locale: MailLocale
  subject: string
  body: string
  updatedAt: Timestamp
}

interface MailStopsTable {
  shopId: string
  address: string
  stoppedAt: Timestamp
}

interface MailsInTable {
  shopId: string
  id: string
  messageId: string
  fingerprint: string
  sender: string
  subject: string
  ticketId: string | null
  outcome: 'message' | 'note' | 'ticket' | 'bounce' | 'dropped'
  reason: string
  createdAt: Timestamp
}

interface ViewsTable {
  shopId: string
  id: string
  /** Who made it; `null`: the shop's secret key. */
  agentId: string | null
  name: string
  shared: boolean
  filter: JSONColumnType<ViewFilter>
  createdAt: Timestamp
}

interface DraftsTable {
  shopId: string
  ticketId: string
  agentId: string
  writing: Writing
  text: string
  /** Which device wrote it last. */
  device: string
  updatedAt: Timestamp
}

interface RepliesTable {
  shopId: string
  id: string
  name: string
  folder: string
  /** `null`: for every language. */
  locale: string | null
  body: string
  uses: Generated<number>
  usedAt: MaybeTimestamp
  createdAt: Timestamp
  updatedAt: Timestamp
}

interface IdempotencyKeysTable {
  shopId: string
  actor: string
  key: string
  fingerprint: string
  answer: JSONColumnType<Record<string, unknown>>
  createdAt: Timestamp
}

interface ArticlesTable {
  shopId: string
  id: string
  groupId: string
  locale: string
  category: Maybe<string>
  title: string
  body: string
  /** What shoppers read; `null` for a draft. */
  publishedTitle: Maybe<string>
  publishedBody: Maybe<string>
  publishedAt: MaybeTimestamp
  views: Generated<number>
  helped: Generated<number>
  notHelped: Generated<number>
  createdAt: Timestamp
  updatedAt: Timestamp
}

interface ArticleSearchesTable {
  shopId: string
  locale: string
  query: string
  searches: number
  empty: number
  lastAt: Timestamp
}

interface WebhooksTable {
  shopId: string
  id: string
  url: string
  description: string | null
  events: FactType[] | null
  ordered: boolean
  /** Sealed. */
  secret: string
  formerSecret: string | null
  formerUntil: MaybeTimestamp
  state: Webhook['state']
  disabledBecause: Webhook['disabledBecause']
  failingSince: MaybeTimestamp
  position: BigInteger
  createdAt: Timestamp
}

interface WebhookDeliveriesTable {
  shopId: string
  webhookId: string
  id: string
  position: ColumnType<number | null, number | null, number | null>
  ticketId: string | null
  event: WebhookDelivery['event']
  body: string
  state: WebhookDelivery['state']
  attempts: Generated<number>
  tries: Generated<number>
  nextAt: MaybeTimestamp
  createdAt: Timestamp
}

interface WebhookAttemptsTable {
  shopId: string
  webhookId: string
  deliveryId: string
  number: number
  at: Timestamp
  outcome: WebhookOutcome
  status: number | null
}

interface OrderSourcesTable {
  shopId: string
  url: string
  /** Sealed. */
  secret: string
  formerSecret: string | null
  formerUntil: MaybeTimestamp
  createdAt: Timestamp
}

interface CustomerOrdersTable {
  shopId: string
  customerId: string
  externalId: string
  /** Whether the last question was answered. */
  answered: boolean
  askedAt: Timestamp
  orders: JSONColumnType<Order[]>
  at: MaybeTimestamp
}

/** The tables of better-auth that we write ourselves; it owns the rest of the schema `auth`. */
interface AuthUserTable {
  id: string
  name: string
  email: string
  emailVerified: boolean
  createdAt: Timestamp
  updatedAt: Timestamp
}

interface AuthAccountTable {
  id: string
  accountId: string
  providerId: string
  userId: string
  password: string | null
  createdAt: Timestamp
  updatedAt: Timestamp
}

interface AuthOrganizationTable {
  id: string
  name: string
  slug: string
  createdAt: Timestamp
}

interface AuthMemberTable {
  id: string
  organizationId: string
  userId: string
  role: string
  createdAt: Timestamp
}

export type ShopRecord = Selectable<ShopsTable>
export type KeyRecord = Selectable<KeysTable>
export type OrderSourceRecord = Selectable<OrderSourcesTable>
export type CustomerRecord = Selectable<CustomersTable>
export type AttendanceRecord = Selectable<AttendancesTable>
export type CategoryRecord = Selectable<CategoriesTable>
export type DepartmentRecord = Selectable<DepartmentsTable>
export type TicketRecord = Selectable<TicketsTable>
export type FileRecord = Selectable<FilesTable>
export type MessageRecord = Selectable<TicketMessagesTable>
export type FactRecord = Selectable<FactsTable>
export type MailRecord = Selectable<MailsTable>
export type NewTicketRecord = Insertable<TicketsTable>
export type NewMessageRecord = Insertable<TicketMessagesTable>
