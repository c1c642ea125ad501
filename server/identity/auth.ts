import { LIMITS, newId } from '@comptoir/sdk/contract'
import { betterAuth } from 'better-auth'
import { organization } from 'better-auth/plugins/organization'
import type { Context } from '../platform/context.ts'
import { deriveKey } from '../platform/seal.ts'

/** Agents' accounts are better-auth's: an organization is a shop, its members are the agents. */
export type Auth = ReturnType<typeof openAuth>

/** In which better-auth finds the client's address. Set by our own door, whatever came. */
export const CLIENT_HEADER = 'x-comptoir-client'

export function openAuth({ db, config, secret }: Pick<Context, 'db' | 'config' | 'secret'>) {
  return betterAuth({
    appName: 'Comptoir',
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    secret: deriveKey(secret, 'agents').toString('base64url'),
    database: { db: db.withSchema('auth'), type: 'postgres' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: LIMITS.password.least,
      maxPasswordLength: LIMITS.password.most,
    },
    // The console is served by this server itself; whatever name it is reached by, its requests come from that origin.
    trustedOrigins: (request) => [new URL(config.publicUrl).origin, ...ownOrigins(request)],
    plugins: [organization({ allowUserToCreateOrganization: false })],
    advanced: {
      cookiePrefix: 'comptoir',
      useSecureCookies: config.publicUrl.startsWith('https:'),
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: [CLIENT_HEADER] },
      // Said aloud: where NODE_ENV is "test", better-auth would leave it out.
      disableOriginCheck: false,
    },
    rateLimit: { enabled: true, window: 60, max: 100, customRules: { '/sign-in/email': { window: 60, max: 10 } } },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
}

function ownOrigins(request: Request | undefined): string[] {
  const host = request?.headers.get('host')
  return host ? [`http://${host}`, `https://${host}`] : []
}
