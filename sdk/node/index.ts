export { verifyOrderRequest } from './order-request.ts'
export { type Identity, signIdentity } from './sign-identity.ts'
export { type Delivery, verifyWebhook, WebhookError } from './verify-webhook.ts'
export { signWebhook } from './webhook-signature.ts'
