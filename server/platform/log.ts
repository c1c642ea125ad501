import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import type { Config } from '../config.ts'

export type Log = pino.Logger

/** One JSON line an event, to standard output and to `logs/comptoir.log`. Where the folder cannot be written, to standard output alone. */
export function openLog(config: Pick<Config, 'logDir' | 'logLevel'>, toStdout = true): Log {
  const level = config.logLevel
  const streams: pino.StreamEntry[] = toStdout
    ? [{ level: level === 'silent' ? 'fatal' : level, stream: process.stdout }]
    : []
  const problem = addFile(streams, config)
  const log = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: REDACTED },
    pino.multistream(streams),
  )
  if (problem) log.warn({ err: problem }, 'the log folder cannot be written: logging to standard output alone')
  return log
}

const REDACTED = ['*.password', '*.token', '*.renewalToken', '*.identityToken', '*.authorization', '*.cookie']

function addFile(streams: pino.StreamEntry[], config: Pick<Config, 'logDir' | 'logLevel'>): unknown {
  if (config.logLevel === 'silent') return null
  try {
    mkdirSync(config.logDir, { recursive: true })
    streams.push({
      level: config.logLevel,
      stream: pino.destination({ dest: join(config.logDir, 'comptoir.log'), sync: false }),
    })
    return null
  } catch (error) {
    return error
  }
}
