import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AGENT_ROLES } from '@comptoir/sdk/contract'
import { Command, Option } from 'commander'
import { complain } from './cli/complaint.ts'
import type { ErrandName } from './cli/errands.ts'
import { type Config, readConfig } from './config.ts'

const asJson = process.argv.includes('--json')

const program = new Command('comptoir')
  .description('The support counter of a web shop. Settings come from the environment: see the README.')
  .version(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version)
  .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 used wrongly.')
  .exitOverride()
  // What commander has to complain about is said with all other complaints, at the end of this file.
  .configureOutput({ outputError: () => undefined })

program
  .command('serve')
  .description('start the server')
  .action(async () => {
    const config = settings()
    const { serve } = await import('./cli/serve.ts')
    await serve(config)
  })

command('migrate', 'bring the database to the present form').action(run('migrate'))
command('doctor', 'check an installation end to end, and say what is wrong').action(run('doctor'))
command('seed', 'make the demo shop, in an installation that has no shop yet').action(run('seed'))

const shop = program.command('shop').description('shops')
command('create', 'make a shop with its keys and its first admin', shop)
  .requiredOption('--name <name>', 'as shoppers read it')
  .requiredOption('--origin <origin...>', 'pages that may carry the tag, such as https://shop.example')
  .requiredOption('--admin-email <email>', 'to sign in with')
  .requiredOption('--admin-password <password>', 'left as it is for somebody who is an agent of another shop already')
  .option('--admin-name <name>', 'as shoppers read it; the part of the address before the @ when left out')
  .option('--locale <locale>', 'language of mails and of the widget where the shopper’s is not spoken', 'en')
  .action(run('createShop'))

const agent = program.command('agent').description('agents')
command('create', 'make an agent of a shop', agent)
  .requiredOption('--shop <id>', 'the id of the shop')
  .requiredOption('--email <email>', 'to sign in with')
  .requiredOption('--name <name>', 'as shoppers read it')
  .addOption(new Option('--role <role>').choices(AGENT_ROLES).default('support_agent'))
  .requiredOption('--password <password>', 'left as it is for somebody who is an agent of another shop already')
  .option('--department <department...>', 'names or ids; the shop’s first department when left out')
  .action(run('createAgent'))

// Whoever reads our output may go before we have said everything: `comptoir doctor | head -1`, or a closed terminal.
process.stdout.on('error', (error) => {
  if (!('code' in error && (error.code === 'EPIPE' || error.code === 'EIO'))) throw error
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = complain(error, asJson)
}

function command(name: string, description: string, parent: Command = program): Command {
  return parent
    .command(name)
    .description(description)
    .option('--json', 'print one JSON value, and failures as one on standard error')
}

/** What it takes is loaded when it is asked for: help should not wait for a whole server. */
function run(name: ErrandName) {
  return async ({ json, ...options }: { json?: boolean }): Promise<void> => {
    const config = settings()
    const errands = await import('./cli/errands.ts')
    process.exitCode = await errands.run(name, config, options, json === true)
  }
}

function settings(): Config {
  return readConfig(process.env, process.cwd(), fileURLToPath(new URL('../..', import.meta.url)))
}
