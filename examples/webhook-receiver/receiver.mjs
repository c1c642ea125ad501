// Takes deliveries of a webhook, believes only signed ones, and takes each once: node examples/webhook-receiver/receiver.mjs
//
// COMPTOIR_WEBHOOK_SECRET  whsec_…, shown when the webhook is registered
// PORT                     8090 when left out

import { createServer } from 'node:http'
import { verifyWebhook, WebhookError } from '@comptoir/sdk/node'

const { COMPTOIR_WEBHOOK_SECRET = '', PORT = '8090' } = process.env
const MOST = 1024 * 1024

/** A delivery may come twice, when our answer was lost. Keep this in your database. */
const taken = new Set()

const server = createServer(async (request, response) => {
  const end = (status, text = '') => response.writeHead(status).end(text)
  if (request.method !== 'POST') return end(405)
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MOST) return end(413)
    chunks.push(chunk)
  }
  try {
    // The bytes as they came: what has been parsed and written anew has another signature.
    const event = verifyWebhook({
      body: Buffer.concat(chunks),
      headers: request.headers,
      secret: COMPTOIR_WEBHOOK_SECRET,
    })
    const id = String(request.headers['webhook-id'])
    if (!taken.has(id)) take(event)
    taken.add(id)
    end(204)
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error
    end(400, error.code)
  }
})

/** Answer soon, and work afterwards: after 15 seconds a delivery counts as failed. */
function take({ type, data }) {
  const ticket = 'ticket' in data ? data.ticket : null
  console.log(ticket ? `${type} #${ticket.number} ${ticket.subject}` : type)
}

server.listen(Number(PORT), () => console.log(`listening on ${server.address().port}`))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close())
