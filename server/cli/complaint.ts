import type { FieldError } from '@comptoir/sdk/contract'
import { CommanderError } from 'commander'
import { CannotStart } from '../cannot-start.ts'
import { Failure } from '../platform/failure.ts'

const FAILED = 1
const USED_WRONGLY = 2

interface Complaint {
  /** A code of the contract's table, or `usage` or `cannot_start`, which only the command line knows. */
  code: string
  detail: string
  errors?: FieldError[]
}

/** Says on standard error why a command was not done: in a sentence, or in one JSON value with `--json`. Answers the exit code. */
export function complain(error: unknown, asJson: boolean): number {
  // Help that was asked for, or that stands in for a command that was not given: it has been printed.
  if (error instanceof CommanderError && error.exitCode === 0) return 0
  if (error instanceof CommanderError && error.code === 'commander.help') return USED_WRONGLY
  const complaint = complaintOf(error)
  process.stderr.write(asJson ? `${JSON.stringify(complaint)}\n` : `comptoir: ${complaint.detail}\n`)
  return complaint.code === 'usage' || complaint.code === 'invalid' ? USED_WRONGLY : FAILED
}

function complaintOf(error: unknown): Complaint {
  if (error instanceof CommanderError) return { code: 'usage', detail: error.message.replace(/^error: /, '') }
  if (error instanceof CannotStart) return { code: 'cannot_start', detail: error.message }
  if (error instanceof Failure && error.errors.length > 0) return inOptions(error)
  if (error instanceof Failure) return { code: error.code, detail: error.message }
  // Not the caller's to mend: whoever mends it needs everything.
  return { code: 'internal', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

/** Fields by the names of the options they came from: `adminEmail` is `--admin-email`, `origin.0` is `--origin`. */
function inOptions({ code, errors: fields }: Failure): Complaint {
  const errors = fields.map(({ path, detail }) => ({ path: optionOf(path), detail }))
  return { code, detail: errors.map(({ path, detail }) => `${path}: ${detail}`).join('\n          '), errors }
}

const optionOf = (path: string): string =>
  `--${path.replace(/\..*/, '').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
