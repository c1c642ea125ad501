import type {
  AgentRow,
  Assignment,
  Bulk,
  BulkAnswer,
  Category,
  ClientId,
  Customer,
  DeadlineExplained,
  Department,
  DepartmentChange,
  DepartmentId,
  Draft,
  DraftChange,
  DraftKept,
  Escalation,
  Fact,
  FactList,
  FactRange,
  Figure,
  FigureQuery,
  MailDraft,
  MailKind,
  MailLocale,
  MailLogEntry,
  MailPreview,
  MailTemplate,
  Me,
  Merge,
  Message,
  MessageDelivered,
  MessageDraft,
  MessageFile,
  MessageList,
  MessageRange,
  MessageRead,
  NewDepartment,
  NewRating,
  NewReply,
  NewTicket,
  NewView,
  OpenVisitor,
  Page,
  Presence,
  PresenceChange,
  PresenceChanged,
  PreviewedMail,
  Rating,
  Reply,
  ReplyChange,
  ReplyText,
  ReplyUse,
  RouteInput,
  RouteKey,
  Routes,
  Shop,
  ShopChange,
  Snooze,
  StatsQuery,
  StatusChange,
  Ticket,
  TicketChange,
  TicketFilter,
  TicketId,
  TicketRow,
  TicketStats,
  TicketWithThread,
  UserTyping,
  View,
  ViewChange,
  Viewer,
  VisitorSession,
  VisitPage,
  WidgetSettings,
} from '../contract/index.ts'
import type { Failure } from './failure.ts'

export type Unsubscribe = () => void

/** Where the outbox and the visitor's session are kept. `localStorage` fits; so does any map. It may throw. */
export interface Storage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/**
 * `idle`: no socket yet. `connecting`: the first try. `online`. `offline`: lost, trying again by itself.
 * `refused`: the credential is not accepted, and trying again would not help.
 */
export type ConnectionState = 'idle' | 'connecting' | 'online' | 'offline' | 'refused'

/** What every write and read of the HTTP API takes beside its input. */
export interface CallOptions {
  signal?: AbortSignal
  /** The SDK makes one for each write by itself; give your own to repeat a write across restarts of your program. */
  idempotencyKey?: string
  /**
   * With a ticket's `change`, `setStatus` and `assign`: its `revision` as you have seen it. Where it has moved on since,
   * nothing is done, and the failure is `changed_meanwhile`.
   */
  revision?: number
}

/** One operation of the HTTP API: what it takes and gives is said by the contract. */
export type Call = <K extends RouteKey>(
  route: K,
  input: RouteInput<K>,
  options?: CallOptions,
) => Promise<Routes[K]['answer']>

/** A message as a reader sees it: stored, or still on its way. */
export interface ThreadMessage extends Omit<Message, 'id' | 'seq'> {
  id: string | null
  seq: number | null
  /**
   * `pending` is in the outbox, `sent` is stored, `delivered` has reached a client of the other side, `read` was read there,
   * `failed` was refused or given up.
   */
  state: 'pending' | 'sent' | 'delivered' | 'read' | 'failed'
  /** Why it failed. */
  failure: Failure | null
}

export interface ThreadState {
  /** `null` until the first message of a new chat has made its ticket. */
  ticket: Ticket | null
  /** Ascending: what is stored by `seq`, then what is on its way. */
  messages: readonly ThreadMessage[]
  /** Who is writing at this moment, other than the reader. */
  typing: { userName: string | null; kind: 'customer' | 'agent' } | null
  /** For agents: who looks at the ticket at this moment, the reader too. */
  viewers: readonly Viewer[]
  /** Whether older messages can be fetched by `loadEarlier`. */
  hasEarlier: boolean
  /** The ticket has not been read yet. */
  loading: boolean
  /** Why the ticket could not be brought up to date; `null` again when it could. With `failure.retry`, it is being tried again. */
  failure: Failure | null
}

/** One ticket, followed live: state after events equals a fresh fetch. */
export interface Thread {
  get(): ThreadState
  /** Called after every change, not at once. */
  subscribe(listener: () => void): Unsubscribe
  /**
   * Puts the text, with files that `uploadFile` has sent, in the outbox and answers at once; it is kept over a reload and sent with the same `clientId` until acknowledged.
   *
   * @throws Failure `unavailable` when 100 messages wait already: then nothing is kept
   */
  send(message: string, type?: MessageDraft['type'], files?: readonly MessageFile[]): ClientId
  /**
   * Tries a failed message again, with the same `clientId`. `force`: though a colleague has answered meanwhile, which is
   * what `stale_answer` says.
   */
  retry(clientId: ClientId, how?: { force: boolean }): void
  /** Takes a failed or pending message out of the outbox. Answers its text, so that it can be put back into the composer. */
  discard(clientId: ClientId): string | null
  /** Say it on every keystroke: it is sent at most every three seconds, and ends by itself. */
  typing(): void
  /** Everything up to the newest message has been seen. */
  markRead(): void
  loadEarlier(): Promise<void>
  /** Stops following. */
  close(): void
}

/** Opens a new chat with its first message: what the ticket is to be called and about. */
export interface NewChat extends Omit<NewTicket, 'description' | 'channel' | 'subject' | 'customerId'> {
  /** The first words of the first message when left out. */
  subject?: string
}

/** What can be listened to, and what the listener is given. */
interface ClientEvents {
  state: ConnectionState
  message: Message
  typing: UserTyping
  read: MessageRead
  delivered: MessageDelivered
  /** News may have been lost: threads fetch what they lack by themselves, lists should be fetched anew. */
  catchUp: unknown
}

/** What `uploadFile` and `fileLinks` need of a client. */
export interface FileAccess {
  /** The server's address, and the bearer token that opens it; `''` where a cookie does. */
  access(refused?: string): Promise<{ url: string; token: string }>
}

interface Live<E> extends FileAccess {
  readonly state: ConnectionState
  /** Opens the socket. Threads do so by themselves. */
  connect(): void
  /** Listens; answers the function that stops it. */
  on<K extends keyof E>(event: K, listener: (news: E[K]) => void): Unsubscribe
  /** Follows a ticket. */
  thread(ticketId: TicketId): Thread
  /** Closes the socket, the timers and every thread. What is in the outbox stays there. */
  close(): void
}

export interface ShopperEvents extends ClientEvents {
  ticket: Ticket
}

export interface ShopperClient extends Live<ShopperEvents> {
  /** The visitor's session: opened with the first call, kept in `storage`, renewed before it ends. */
  session(): Promise<VisitorSession>
  /** Whether a session is already kept from an earlier visit. Asks nobody and stores nothing. */
  hasSession(): boolean
  /** Says who the shopper is: a signed identity token, or their word for it (`name`, `email`). */
  identify(who: Omit<OpenVisitor, 'renewalToken'>, options?: Pick<CallOptions, 'signal'>): Promise<Customer>
  /** Ends the session and forgets everything kept for it, the outbox too. */
  logout(): Promise<void>
  widget(options?: CallOptions): Promise<WidgetSettings>
  /** Where in the storefront the shopper is, for agents of a shop that asks for it. Said while there is a socket, and again with the next. */
  setPage(page: VisitPage): void
  /** A chat that does not exist yet: its ticket is made with the first message. A first message left from an earlier page goes on. */
  newThread(chat?: NewChat): Thread
  tickets: {
    create(ticket: NewTicket, options?: CallOptions): Promise<Ticket>
    list(filter?: TicketFilter, options?: CallOptions): Promise<Page<TicketRow>>
    get(id: TicketId, options?: CallOptions): Promise<TicketWithThread>
    messages(id: TicketId, range?: MessageRange, options?: CallOptions): Promise<MessageList>
    post(id: TicketId, draft: MessageDraft, options?: CallOptions): Promise<Message>
    /** Once, when the ticket is resolved or closed: from 1, bad, to 5, very good. */
    rate(id: TicketId, rating: NewRating, options?: CallOptions): Promise<Rating>
  }
}

export interface AgentEvents extends ClientEvents {
  row: TicketRow
  fact: Fact
  /** A colleague has come, gone, or wants nothing at the moment. */
  presence: PresenceChanged
}

export interface AgentClient extends Live<AgentEvents> {
  /**
   * Any operation of the HTTP API, by its name in the contract's `Routes`: what has no method here, or in
   * `administer(desk)`.
   *
   * @example const live = await desk.call('GET /api/reports/live', {})
   */
  call: Call
  /** Takes what is unsent out of the outbox, and closes: for a sign-out. */
  forget(): void
  me(options?: CallOptions): Promise<Me>
  shop: {
    get(options?: CallOptions): Promise<Shop>
    change(change: ShopChange, options?: CallOptions): Promise<Shop>
  }
  tickets: {
    create(ticket: NewTicket, options?: CallOptions): Promise<Ticket>
    list(filter?: TicketFilter, options?: CallOptions): Promise<Page<TicketRow>>
    /** By id, or by its number in the shop: `"83"` or `"#83"`. */
    get(id: TicketId, options?: CallOptions): Promise<TicketWithThread>
    messages(id: TicketId, range?: MessageRange, options?: CallOptions): Promise<MessageList>
    post(id: TicketId, draft: MessageDraft, options?: CallOptions): Promise<Message>
    /** @example await desk.tickets.change(ticket.id, { priority: 'high', tags: ['vip'], fields: { size: 'M' } }) */
    change(id: TicketId, change: TicketChange, options?: CallOptions): Promise<Ticket>
    /** Each is changed wholly or not at all, and has its own result. At most 500. */
    changeMany(bulk: Bulk, options?: CallOptions): Promise<BulkAnswer>
    /** Closes it: its conversation goes on in the other. @throws Failure `conflict` unless both are of one customer */
    merge(id: TicketId, into: Merge, options?: CallOptions): Promise<Ticket>
    /** Gives it back the status that it had. */
    unmerge(id: TicketId, options?: CallOptions): Promise<Ticket>
    /** Lays it aside until a time, or until its customer writes. */
    snooze(id: TicketId, snooze: Snooze, options?: CallOptions): Promise<Ticket>
    /** For good, with all that was written in it. For admins. */
    delete(id: TicketId, options?: CallOptions): Promise<void>
    setStatus(id: TicketId, change: StatusChange, options?: CallOptions): Promise<Ticket>
    /**
     * Gives it to an agent, to nobody, or to another department.
     *
     * @throws Failure `conflict` that says who holds the ticket
     * @example await desk.tickets.assign(ticket.id, { agentId: ada.id })
     */
    assign(id: TicketId, to: Assignment, options?: CallOptions): Promise<Ticket>
    /** By hand, with the reason that its department's leads are told. */
    escalate(id: TicketId, escalation: Escalation, options?: CallOptions): Promise<Ticket>
    /** Why its deadline is what it is, span by span. */
    deadline(id: TicketId, options?: CallOptions): Promise<DeadlineExplained>
    facts(id: TicketId, range?: { cursor?: string; limit?: number }, options?: CallOptions): Promise<Page<Fact>>
  }
  /** What happens in the shop, in order: a bot that has done up to 41 goes on after it. The client itself resumes so. */
  facts: {
    /** @example const { items, lastPosition } = await desk.facts.list({ after: 41 }) */
    list(range?: FactRange, options?: CallOptions): Promise<FactList>
  }
  agents: {
    /** In the order in which they joined, with their presence, their departments and how busy they are. */
    list(range?: { cursor?: string; limit?: number }, options?: CallOptions): Promise<Page<AgentRow>>
  }
  departments: {
    /** Oldest first, without those that are retired. */
    list(range?: { cursor?: string; limit?: number }, options?: CallOptions): Promise<Page<Department>>
    /** For admins, as the two below. @example await desk.departments.create({ name: 'Payments', categories: ['payment_issue'] }) */
    create(department: NewDepartment, options?: CallOptions): Promise<Department>
    change(id: DepartmentId, change: DepartmentChange, options?: CallOptions): Promise<Department>
    /** Its tickets that are not closed move to where their categories go from now on. */
    retire(id: DepartmentId, options?: CallOptions): Promise<void>
  }
  /**
   * Whether this agent wants nothing at the moment: kept over reloads until it is taken back.
   *
   * @throws Failure `network` while there is no connection
   */
  setPresence(change: PresenceChange): Promise<Presence>
  /** How the tickets of a period went; for admins. */
  stats: {
    /** @example const { firstResponse, parts } = await desk.stats.read({ period: '7d', by: 'agent' }) */
    read(query?: StatsQuery, options?: CallOptions): Promise<TicketStats>
    /** The tickets behind a figure, newest first: as many as it counts. */
    tickets(figure: Figure, query?: FigureQuery, options?: CallOptions): Promise<Page<TicketRow>>
  }
  /** What this agent is writing, kept for all of their devices. The last writer wins, and is told what they have written over. */
  drafts: {
    list(ticketId: TicketId, options?: CallOptions): Promise<{ items: Draft[] }>
    keep(ticketId: TicketId, change: DraftChange, options?: CallOptions): Promise<DraftKept>
  }
  /** What the shop's tickets can be about. */
  categories: {
    list(query?: { retired?: boolean }, options?: CallOptions): Promise<{ items: Category[] }>
  }
  /** Lists of tickets that agents have laid out: their own, and the shared ones. */
  views: {
    list(options?: CallOptions): Promise<{ items: View[] }>
    /** @example await desk.views.create({ name: 'Urgent chats', filter: { priority: 'urgent', channel: 'chat' } }) */
    create(view: NewView, options?: CallOptions): Promise<View>
    change(id: string, change: ViewChange, options?: CallOptions): Promise<View>
    delete(id: string, options?: CallOptions): Promise<void>
  }
  /** Answers that are given often, in Liquid. Changed by admins. */
  replies: {
    list(options?: CallOptions): Promise<{ items: Reply[] }>
    /**
     * @throws Failure `invalid` that says in which line what is wrong
     * @example await desk.replies.create({ name: 'Thanks', body: 'Thank you, {{ customer.name }}!' })
     */
    create(reply: NewReply, options?: CallOptions): Promise<Reply>
    change(id: string, change: ReplyChange, options?: CallOptions): Promise<Reply>
    delete(id: string, options?: CallOptions): Promise<void>
    /** What it says to the customer of a ticket. Counted, unless `count` is `false`. */
    use(id: string, use: ReplyUse, options?: CallOptions): Promise<ReplyText>
  }
  /** How mails are worded, by kind and language; for admins. */
  mailTemplates: {
    list(options?: CallOptions): Promise<{ items: MailTemplate[] }>
    /**
     * @throws Failure `invalid` that says in which line what is wrong
     * @example await desk.mailTemplates.save('ticket_closed', 'fr', { subject: 'Au revoir', body: 'Merci, {{ customer.name }} !' })
     */
    save(kind: MailKind, locale: MailLocale, draft: MailDraft, options?: CallOptions): Promise<MailTemplate>
    /** Back to the built-in words, which it answers. */
    restore(kind: MailKind, locale: MailLocale, options?: CallOptions): Promise<MailTemplate>
    /** What a draft would say of a ticket. Nothing is kept or sent. */
    preview(kind: MailKind, locale: MailLocale, draft: MailPreview, options?: CallOptions): Promise<PreviewedMail>
  }
  /** Every mail, newest first. For admins. */
  mailLog(range?: { cursor?: string; limit?: number }, options?: CallOptions): Promise<Page<MailLogEntry>>
}

export interface ClientOptions {
  /** The server, such as `https://support.shop.example`. */
  url: string
  /** The shop's publishable key, `pk_…`. */
  shopKey: string
  /** Where to keep the session and the outbox; `localStorage` when there is one, else memory. */
  storage?: Storage
  locale?: string
}

export interface AgentClientOptions {
  url: string
  /** An agent's token or the shop's secret key. Left out on a page of the server itself, where the sign-in cookie counts. */
  token?: string
  /**
   * Who is signed in, by the `me` of the sign-in cookie: what is unsent is kept for this agent alone. With a token it is
   * told from the token.
   */
  agentId?: string | undefined
  /**
   * Where to keep the outbox, apart for each agent; `sessionStorage` when there is one and it is known who writes, so that
   * the next person at this desk does not send it, else memory.
   */
  storage?: Storage
}
