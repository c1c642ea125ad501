import { render } from 'preact'
import { App } from './app.tsx'
import { keep } from './state/keep.ts'
import { preferred, speak } from './state/language.ts'
import { enter } from './state/session.ts'

const root = document.getElementById('app')
if (!root) throw new Error('Expected an element with the id "app".')

void speak(preferred(keep.get('language'), navigator.languages))
void enter()
render(<App />, root)
