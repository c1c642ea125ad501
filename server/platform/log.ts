import { openSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import type { Config } from '../config.ts'
import { makeFolder } from './folder.ts'

export type Log = pino.Logger

/** What a full disk leaves unwritten is kept in memory up to here, in characters. */
const LONGEST_WAIT = 1_000_000

/**
 * One JSON line an event, to standard output and to `logs/comptoir.log`. Where the file cannot be written, to standard
 * output alone. Commands, whose output is their answer, log to the file alone (`toStdout: false`).
 */
export function openLog({ logDir, logLevel: level }: Pick<Config, 'logDir' | 'logLevel'>, toStdout = true): Log {
  if (level === 'silent') return pino({ level })
  const streams: pino.StreamEntry[] = toStdout ? [{ level, stream: process.stdout }] : []
  const problem = addFile(streams, level, logDir)
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: REDACTED,
    },
    pino.multistream(streams),
  )
  if (problem) log.warn({ err: problem }, 'the log file cannot be written: logging to standard output alone')
  return log
}

const REDACTED = ['*.password', '*.token', '*.renewalToken', '*.identityToken', '*.authorization', '*.cookie']

function addFile(streams: pino.StreamEntry[], level: pino.Level, logDir: string): unknown {
  try {
    makeFolder(logDir)
    // Opened here, so that a file we may not write is known at once.
    const fd = openSync(join(logDir, 'comptoir.log'), 'a')
    // Written at once: the asynchronous stream, on a full disk, would keep the process from ending until there is room.
    const stream = pino.destination({ dest: fd, sync: true, maxLength: LONGEST_WAIT })
    // A full disk must not end the server: it is told once, and every further line tries anew.
    stream.once('error', (error) => process.emitWarning(`The log file cannot be written: ${error.message}`))
    stream.on('error', () => undefined)
    streams.push({ level, stream })
    return null
  } catch (error) {
    return error
  }
}
