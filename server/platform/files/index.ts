import type { Config } from '../../config.ts'
import { openDisk } from './disk.ts'
import type { FileStore } from './keeping.ts'
import { openS3 } from './s3.ts'

/** The store that the settings name. */
export const openFiles = ({ fileStore, dataDir }: Pick<Config, 'fileStore' | 'dataDir'>): FileStore =>
  fileStore === null ? openDisk(dataDir) : openS3(fileStore)
