import type { Demo } from '../pages/demo.ts'

/** Where to click, and how to sign in to the demo shop. */
export function signInLines({ password, agents }: Demo, url: string): string[] {
  const width = Math.max(...agents.map((one) => one.email.length))
  return [
    `  Demo storefront   ${url}/demo`,
    `  Agents' console   ${url}/`,
    '',
    `  Sign in with the password ${password} as`,
    ...agents.map((one) => `    ${one.email.padEnd(width)}   ${one.name}, ${one.role === 'admin' ? 'admin' : 'agent'}`),
  ]
}
