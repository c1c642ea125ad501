// Calls may be made before the widget has come: they are answered in order.
window.Comptoir =
  window.Comptoir ||
  function () {
    ;(window.Comptoir.q = window.Comptoir.q || []).push(arguments)
  }

const [who, signIn, ask] = ['who', 'sign-in', 'ask'].map((id) => document.getElementById(id))

async function show() {
  const me = await (await fetch('/me')).json()
  who.textContent = me ? `You are ${me.name}.` : 'You are not signed in.'
  signIn.hidden = me !== null
  ask.hidden = me === null
}

signIn.addEventListener('click', async () => {
  await fetch('/sign-in', { method: 'POST' })
  await show()
})

// Only now is anybody asked who they are: whoever wants no help leaves no trace.
ask.addEventListener('click', async () => {
  const { token } = await (await fetch('/support-token')).json()
  await window.Comptoir('identify', { token })
  window.Comptoir('newConversation', { prefill: 'My order 1042: ' })
})

void show()
