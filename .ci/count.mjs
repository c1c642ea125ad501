// Adds the failed steps before the tests to the tests' own counts, prints the one closing line, and decides the exit code.
import { readFileSync } from 'node:fs'

const [report, steps, exitCode] = process.argv.slice(2)
const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = read(report)
const failedTests = numFailedTests || numFailedTestSuites
// An error outside every test, such as a rejection that nobody handles, fails no test but the run.
const failed = (failedTests || (Number(exitCode) ? 1 : 0)) + Number(steps)
console.log(`${numPassedTests} passed, ${failed} failed${numPendingTests ? `, ${numPendingTests} skipped` : ''}`)
process.exitCode = failed > 0 || numPassedTests === 0 ? 1 : 0

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    console.log(`the tests left no report: ${error.message}`)
    return { numPassedTests: 0, numFailedTests: 1, numFailedTestSuites: 0, numPendingTests: 0 }
  }
}
