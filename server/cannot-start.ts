/**
 * A reason for which the program cannot start or go on, said in one sentence to the operator.
 * The command line prints `message` alone, without a stack, and exits with 1.
 */
export class CannotStart extends Error {
  override readonly name = 'CannotStart'
}
