// Answers every message of a customer with its own words: node examples/echo-bot/bot.mjs
//
// COMPTOIR_URL    where your Comptoir answers, such as http://localhost:3000
// COMPTOIR_TOKEN  a secret key with the scopes tickets:read and tickets:write

import { createAgentClient, every, Failure } from '@comptoir/sdk'

const { COMPTOIR_URL = 'http://localhost:3000', COMPTOIR_TOKEN = '' } = process.env
const desk = createAgentClient({ url: COMPTOIR_URL, token: COMPTOIR_TOKEN })

/** A row comes with every change of a ticket, and once more for each ticket when the bot starts. */
async function answer({ id, number, lastSeq, lastMessage }) {
  if (lastMessage?.author !== 'customer') return
  try {
    await desk.tickets.post(id, {
      message: `You said: ${lastMessage.text}`,
      // Named by what it answers: heard twice, or after a restart, it is still said once.
      clientId: `echo-${lastSeq}`,
      // If somebody has answered meanwhile, the bot keeps quiet.
      seenSeq: lastSeq,
    })
    console.log(`#${number}: answered`)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    console.error(`#${number}: ${failure.code}, ${failure.message}`)
  }
}

const answerAll = async () => {
  for await (const row of every(desk.tickets.list, { status: 'open' })) await answer(row)
}

desk.on('row', answer)
// After a gap, what the list shows is what counts.
desk.on('catchUp', answerAll)
desk.on('state', (state) => {
  console.log(state)
  if (state === 'online') void answerAll()
  if (state === 'refused') process.exitCode = 1
})
desk.connect()

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => desk.close())
