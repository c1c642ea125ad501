import type {
  Article,
  ArticleChange,
  ArticleFilter,
  ArticleSearch,
  Category,
  CategoryChange,
  DeliveryFilter,
  DryRun,
  DryRunAnswer,
  Heat,
  IdentitySecret,
  IdentitySecretShown,
  Key,
  KeyChange,
  KeyWithSecret,
  LiveView,
  NewArticle,
  NewCategory,
  NewKey,
  NewWebhook,
  Notice,
  OrderSource,
  OrderSourceWithSecret,
  Page,
  RatedTicket,
  RatingsQuery,
  Rotation,
  StatsFilter,
  Webhook,
  WebhookChange,
  WebhookDelivery,
  WebhookDeliveryWithAttempts,
  WebhookSpan,
  WebhookWithSecret,
  Workflow,
  WorkflowChange,
} from '../contract/index.ts'
import type { AgentClient, CallOptions } from './types.ts'

type One<A, T> = (input: A, options?: CallOptions) => Promise<T>
type Two<A, B, T> = (one: A, other: B, options?: CallOptions) => Promise<T>
type None<T> = (options?: CallOptions) => Promise<T>
type List<Q, T> = (query?: Q, options?: CallOptions) => Promise<Page<T>>

/** How a shop is set up. */
export interface Administration {
  categories: {
    create: One<NewCategory, Category>
    change: Two<string, CategoryChange, Category>
    retire: One<string, void>
  }
  workflow: {
    get: None<Workflow>
    replace: One<WorkflowChange, Workflow>
    /** What rules would have done. Nothing is changed. */
    dryRun: One<DryRun, DryRunAnswer>
  }
  articles: {
    list: List<ArticleFilter, Article>
    get: One<string, Article>
    create: One<NewArticle, Article>
    change: Two<string, ArticleChange, Article>
    publish: One<string, Article>
    withdraw: One<string, Article>
    delete: One<string, void>
    searches(query?: { limit?: number }, options?: CallOptions): Promise<{ items: ArticleSearch[] }>
  }
  webhooks: {
    list: None<Page<Webhook>>
    get: One<string, Webhook>
    /** With its secret, which is shown this once. */
    create: One<NewWebhook, WebhookWithSecret>
    change: Two<string, WebhookChange, Webhook>
    delete: One<string, void>
    /** For a day deliveries carry a signature by each of the two secrets. */
    rotate: One<string, WebhookWithSecret>
    test: One<string, WebhookDeliveryWithAttempts>
    replay: Two<string, WebhookSpan, { deliveries: number }>
    deliveries(id: string, query?: DeliveryFilter, options?: CallOptions): Promise<Page<WebhookDelivery>>
    delivery: Two<string, string, WebhookDeliveryWithAttempts>
    redeliver: Two<string, string, WebhookDelivery>
  }
  keys: {
    list: None<Page<Key>>
    /** A secret key is shown this once. @example await keys.create({ kind: 'secret', name: 'ERP', scopes: ['tickets:read'] }) */
    create: One<NewKey, KeyWithSecret>
    change: Two<string, KeyChange, Key>
    /** At once, also for whoever is connected by it. */
    revoke: One<string, void>
    /** The former one counts until the overlap ends. */
    rotate: Two<string, Rotation, KeyWithSecret>
  }
  identitySecret: {
    get: None<IdentitySecret>
    rotate: One<Rotation, IdentitySecretShown>
  }
  /** The shop's own endpoint that tells of orders. */
  orderSource: {
    get: None<OrderSource>
    /** With its secret, which is shown when it is made. */
    put: One<string, OrderSourceWithSecret>
    delete: None<void>
    rotate: None<OrderSourceWithSecret>
  }
  reports: {
    heat(query?: StatsFilter, options?: CallOptions): Promise<Heat>
    ratings: List<RatingsQuery, RatedTicket>
    live: None<LiveView>
  }
  notices: None<{ items: Notice[] }>
}

const GONE = { settled: 'not_found' } as const

/**
 * What admins set up, apart from the client, so that a bot or a page that does none of it does not carry it.
 *
 * @throws (each call) Failure, `forbidden` for whoever is no admin, or for a key without the scope that it names
 * @example
 * const { webhooks } = administer(createAgentClient({ url, token: process.env.COMPTOIR_KEY ?? '' }))
 * const { id, secret } = await webhooks.create({ url: 'https://shop.example/hooks/comptoir' })
 */
export const administer = ({ call }: Pick<AgentClient, 'call'>): Administration => ({
  categories: {
    create: (body, options) => call('POST /api/categories', { body }, options),
    change: (id, body, options) => call('PATCH /api/categories/:id', { id, body }, options),
    retire: (id, options) => call('DELETE /api/categories/:id', { id }, { ...options, ...GONE }),
  },
  workflow: {
    get: (options) => call('GET /api/workflow', {}, options),
    replace: (body, options) => call('PUT /api/workflow', { body }, options),
    dryRun: (body, options) => call('POST /api/workflow/dry-run', { body }, options),
  },
  articles: {
    list: (query, options) => call('GET /api/articles', { query }, options),
    get: (id, options) => call('GET /api/articles/:id', { id }, options),
    create: (body, options) => call('POST /api/articles', { body }, options),
    change: (id, body, options) => call('PATCH /api/articles/:id', { id, body }, options),
    publish: (id, options) => call('POST /api/articles/:id/publish', { id }, options),
    withdraw: (id, options) => call('POST /api/articles/:id/withdraw', { id }, options),
    delete: (id, options) => call('DELETE /api/articles/:id', { id }, { ...options, ...GONE }),
    searches: (query, options) => call('GET /api/articles/searches', { query }, options),
  },
  webhooks: {
    list: (options) => call('GET /api/webhooks', {}, options),
    get: (id, options) => call('GET /api/webhooks/:id', { id }, options),
    create: (body, options) => call('POST /api/webhooks', { body }, options),
    change: (id, body, options) => call('PATCH /api/webhooks/:id', { id, body }, options),
    delete: (id, options) => call('DELETE /api/webhooks/:id', { id }, { ...options, ...GONE }),
    rotate: (id, options) => call('POST /api/webhooks/:id/rotate', { id }, options),
    test: (id, options) => call('POST /api/webhooks/:id/test', { id }, options),
    replay: (id, body, options) => call('POST /api/webhooks/:id/replay', { id, body }, options),
    deliveries: (id, query, options) => call('GET /api/webhooks/:id/deliveries', { id, query }, options),
    delivery: (id, delivery, options) => call('GET /api/webhooks/:id/deliveries/:delivery', { id, delivery }, options),
    redeliver: (id, delivery, options) =>
      call('POST /api/webhooks/:id/deliveries/:delivery/replay', { id, delivery }, options),
  },
  keys: {
    list: (options) => call('GET /api/keys', {}, options),
    create: (body, options) => call('POST /api/keys', { body }, options),
    change: (id, body, options) => call('PATCH /api/keys/:id', { id, body }, options),
    revoke: (id, options) => call('DELETE /api/keys/:id', { id }, { ...options, ...GONE }),
    rotate: (id, body, options) => call('POST /api/keys/:id/rotate', { id, body }, options),
  },
  identitySecret: {
    get: (options) => call('GET /api/identity-secret', {}, options),
    rotate: (body, options) => call('POST /api/identity-secret/rotate', { body }, options),
  },
  orderSource: {
    get: (options) => call('GET /api/order-source', {}, options),
    put: (url, options) => call('PUT /api/order-source', { body: { url } }, options),
    delete: (options) => call('DELETE /api/order-source', {}, options),
    rotate: (options) => call('POST /api/order-source/rotate', {}, options),
  },
  reports: {
    heat: (query, options) => call('GET /api/reports/heat', { query }, options),
    ratings: (query, options) => call('GET /api/reports/ratings', { query }, options),
    live: (options) => call('GET /api/reports/live', {}, options),
  },
  notices: (options) => call('GET /api/notices', {}, options),
})
