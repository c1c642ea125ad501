import type { FailureCode } from '@comptoir/sdk/contract'

/** What a developer does about each refusal. */
export const ADVICE: Readonly<Record<FailureCode, string>> = {
  malformed: 'Send well-formed JSON in UTF-8, without half characters. The detail says where reading ended.',
  unauthorized:
    'Bring a credential: the token of a visitor session or of an agent, or the secret key of the shop, as `Authorization: Bearer …`. Where a shopper is not known yet, bring the publishable key as `X-Shop-Key`. A visitor’s token lasts an hour; the SDK renews it by itself.',
  forbidden: 'The credential is valid, but of a role that may not do this. The detail names the roles that may.',
  origin_refused:
    'Add the origin of the page to the shop’s list: in the console under Shop, or with `PATCH /api/shop`.',
  not_found: 'There is no such thing, or it is another shop’s or another customer’s: the two are not told apart.',
  method_not_allowed: 'The header `Allow` names the methods that this address answers to.',
  conflict: 'Read the thing again: its state has moved on. The detail says which state was expected and which was met.',
  ticket_closed: 'Open a new ticket, or have an agent reopen this one.',
  stale_answer:
    'The answer was written without having seen what has been said since, which comes along in `since`. Show it, and send again with `force: true` if the answer still holds.',
  key_reused:
    'An `Idempotency-Key`, or a message’s `clientId`, stands for one request with one body. Take a new one for another request.',
  changed_meanwhile:
    '`If-Match` names a state that is over. Read the ticket again, take its new `ETag`, and ask again if you still want to.',
  too_large: 'A body may have 64 KB and a message 8,000 characters; a file what the shop allows.',
  unsupported_type: 'Send the body as `application/json`; a file as `application/octet-stream`.',
  invalid: '`errors` names each field that was refused, what was expected of it and what came. Nothing was changed.',
  unknown_event: 'The detail names the events that a socket may send.',
  rate_limited:
    'Wait for the seconds of `retryAfter`, which are also in the header `Retry-After`, and send the same again.',
  internal:
    'Send the same again after a while; with an `Idempotency-Key` it is done once all the same. If it stays, give the operator the `requestId`: the log knows it.',
  storage_full:
    'The disk of the server, or the quota of the shop, is full. Delete what is not needed, or raise the quota.',
  unavailable:
    'The database does not answer at the moment. Wait for the seconds of `retryAfter` and send the same again.',
}
