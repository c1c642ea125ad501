import { Manager } from 'socket.io-client/manager'

export const io = (uri: string, options: object) => new Manager(uri, options).socket('/', options)
