import type { FileId } from './ids.ts'

/** The pictures that are shown where they stand; whatever else a file is, it is given out to be saved. */
export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const

/** A file as its readers see it. */
export interface MessageFile {
  id: FileId
  /** As its sender calls it, without what could deceive. */
  name: string
  /** What its bytes say that it is; `application/octet-stream` when they say nothing. */
  type: string
  /** Bytes. A picture is drawn anew, without what it tells of place and camera: then it is the drawing's. */
  size: number
  /** Pixels, of a picture that is shown. */
  width?: number
  height?: number
  /** Where its bytes are, for those who may read the message: a path of the server, with a credential. */
  url: string
  /** The same of a small picture of it. */
  thumbnailUrl?: string
}

/** `PUT /api/files/:id`: the bytes are the body. Sent twice under one id, a file is stored once. */
export interface FileQuery {
  name: string
}

/** Addresses that need no credential, for `<img>` and downloads: `GET /api/files/:id/links`. */
export interface FileLinks {
  /** Paths of the server. */
  url: string
  thumbnailUrl?: string
  /** Within fifteen minutes. */
  expiresAt: string
}

export interface FileSettings {
  /** Bytes of one file. */
  maxSize: number
  /** Files of one message. */
  perMessage: number
  /** Files that one ticket takes within 24 hours. */
  perTicketADay: number
  /** Bytes of all files of the shop, with the small pictures. */
  quota: number
}
