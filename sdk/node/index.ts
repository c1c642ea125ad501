export { type Identity, signIdentity } from './sign-identity.ts'
