/** The bounds of everything that can be sent. Lengths are in UTF-16 code units, as `String.length` counts. */
export const LIMITS = {
  message: 8_000,
  fileName: 255,
  /** Files of one message, and bytes of one file: what a shop may allow at the most. */
  files: 20,
  fileSize: 100 * 1024 * 1024,
  /** Bytes of all files of a shop: what it may allow itself at the most. */
  fileQuota: 1024 * 1024 * 1024 * 1024,
  /** Files that one sender has sent and not yet written a message with. */
  looseFiles: 40,
  pageUrl: 2_000,
  pageTitle: 300,
  subject: 200,
  description: 8_000,
  notes: 2_000,
  /** Liquid. */
  mailSubject: 500,
  mailBody: 10_000,
  ratingComment: 2_000,
  name: 120,
  email: 254,
  orderId: 64,
  clientId: 64,
  idempotencyKey: 128,
  search: 200,
  origins: 50,
  greeting: 300,
  tag: 40,
  tags: 20,
  /** Fields of a shop, the choices of one, and the length of a value. */
  fields: 50,
  choices: 100,
  fieldValue: 500,
  /** Tickets that one request changes. */
  bulk: 500,
  /** So far a list with `page` counts what a filter leaves; `total` is no higher. */
  counted: 10_000,
  departments: 100,
  /** Views that one agent may make, and answer templates of a shop. */
  views: 50,
  replies: 1_000,
  folder: 60,
  replyBody: 8_000,
  categories: 100,
  members: 500,
  /** Tickets that one agent may be given. */
  capacity: 1_000,
  /** Rows in one page of a list: the default and the most. */
  page: { usual: 50, most: 200 },
  articles: 2_000,
  articleBody: 40_000,
  webhooks: 20,
  /** Keys of a shop that are in force, its agents' tokens not counted. */
  keys: 100,
  webhookUrl: 2_000,
  /** Facts that one request delivers again. */
  replay: 10_000,
  /** One HTTP body or one socket event, in bytes. */
  body: 64 * 1024,
  password: { least: 10, most: 128 },
} as const

/** How long things last, in milliseconds. */
export const LASTING = {
  /** A visitor's access token; the SDK renews it by itself. */
  visitorToken: 60 * 60 * 1000,
  /** A visitor's renewal token, counted from its last use. */
  visitorSession: 180 * 24 * 60 * 60 * 1000,
  /** The longest life a merchant may give to a signed identity. */
  identityToken: 24 * 60 * 60 * 1000,
  /** "Is typing" vanishes after this time without another sign. */
  typing: 6_000,
  /** A link to a file that needs no credential. */
  fileLink: 15 * 60 * 1000,
  /** A file that has not arrived whole by then is forgotten. */
  unfinishedFile: 60 * 60 * 1000,
  /** A file that no message has taken by then is removed. */
  looseFile: 24 * 60 * 60 * 1000,
  /** The link by which a mail lets its reader rate. */
  ratingLink: 60 * 24 * 60 * 60 * 1000,
  /** The first answer to an `Idempotency-Key` is kept and replayed for this long. */
  idempotencyKey: 24 * 60 * 60 * 1000,
  /** A rotated secret of a webhook signs along for this long. */
  formerSecret: 24 * 60 * 60 * 1000,
  /** A key, or an identity secret, that has been rotated counts for this long where nothing else is said. */
  formerKey: 24 * 60 * 60 * 1000,
  /** The log of a webhook goes back so far. */
  webhookLog: 30 * 24 * 60 * 60 * 1000,
} as const
