/** Minified text, by the build. */
declare module '*.css' {
  const text: string
  export default text
}

/** By an alias of the build: the library's own manager, without what its entry takes along. */
declare module 'socket.io-client/manager' {
  export { Manager } from 'socket.io-client'
}
