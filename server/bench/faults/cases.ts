import { setTimeout as pause } from 'node:timers/promises'
import type { Place } from './place.ts'

/** One fault of the catalogue. `strike` breaks something and mends it again; the load runs through it. */
export interface Case {
  id: string
  what: string
  /** Goes with every commit. */
  quick?: boolean
  strike(place: Place, size: { rounds: number; long: number }): Promise<void>
}

const kill = async ({ nodes: [node] }: Place) => {
  await node.kill('SIGKILL')
  await node.start()
}

const atRandom = () => pause(Math.random() * 1_000)

/** Both servers take part, and the proxy leads to either. */
async function together(place: Place, strike: () => Promise<void>): Promise<void> {
  const { nodes, net } = place
  await nodes[1].start()
  net.lead(nodes.map(({ port }) => port))
  // A new connection is led to the other one: half of them are cut once, so that both have some.
  net.travel('cut')
  net.travel('pass')
  await pause(2_000)
  await strike()
  net.lead([nodes[0].port])
  await nodes[1].kill('SIGTERM')
}

export const CASES: readonly Case[] = [
  {
    id: 'B-01',
    what: 'kill -9 of the server at random moments',
    async strike(place, { rounds }) {
      for (let round = 0; round < rounds; round++) {
        await atRandom()
        await kill(place)
      }
    },
  },
  {
    id: 'B-02',
    what: 'kill -9 after the commit and before the acknowledgement',
    quick: true,
    async strike(place, { rounds }) {
      for (let round = 0; round < rounds; round++) {
        // What is stored now is acknowledged to nobody.
        place.net.travel('mute')
        await pause(500)
        await kill(place)
        place.net.travel('pass')
        await atRandom()
      }
    },
  },
  {
    id: 'B-03',
    what: 'kill -9 of the server that pushes, while the other acknowledges',
    strike: (place, { rounds }) =>
      together(place, async () => {
        for (let round = 0; round < rounds; round++) {
          await atRandom()
          await place.nodes[1].kill('SIGKILL')
          await place.nodes[1].start()
        }
      }),
  },
  {
    id: 'B-04',
    what: 'rolling deploy of two servers',
    strike: (place, { rounds }) =>
      together(place, async () => {
        for (let round = 0; round < rounds; round++)
          for (const node of place.nodes) {
            await node.kill('SIGTERM')
            await node.start()
          }
      }),
  },
  {
    id: 'B-05a',
    what: 'one of two servers dies and stays dead',
    strike: (place, { long }) =>
      together(place, async () => {
        await place.nodes[1].kill('SIGKILL')
        await pause(long)
      }),
  },
  {
    id: 'B-05b',
    what: 'one of two servers stands still (SIGSTOP)',
    strike: (place, { long }) =>
      together(place, async () => {
        const [node, other] = place.nodes
        await other.kill('SIGSTOP')
        // So long a balancer takes to see it.
        await pause(3_000)
        place.net.lead([node.port])
        await pause(long)
        await other.kill('SIGCONT')
      }),
  },
  {
    id: 'B-06',
    what: 'PostgreSQL restarts (fast)',
    async strike(place, { rounds }) {
      for (let round = 0; round < rounds; round++) {
        place.endDatabase('SIGINT')
        await back(place)
        await atRandom()
      }
    },
  },
  {
    id: 'B-07',
    what: 'kill -9 of PostgreSQL',
    quick: true,
    async strike(place, { rounds }) {
      for (let round = 0; round < rounds; round++) {
        place.endDatabase('SIGKILL')
        await back(place)
        await atRandom()
      }
    },
  },
  {
    id: 'B-08',
    what: 'all writes wait for a lock of the whole table',
    strike: ({ query }, { long }) =>
      query(`BEGIN; LOCK TABLE tickets IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(${long / 1000}); COMMIT`).then(
        () => {},
      ),
  },
  {
    id: 'B-09',
    what: 'PostgreSQL answers 150 ms late, either way',
    async strike({ databaseNet }, { long }) {
      databaseNet.travel(150)
      await pause(long)
      databaseNet.travel('pass')
    },
  },
  {
    id: 'B-10',
    what: 'the connections to PostgreSQL are half open',
    async strike({ databaseNet }, { long }) {
      databaseNet.travel('hole')
      await pause(long)
      databaseNet.travel('pass')
    },
  },
  {
    id: 'B-19',
    what: 'acknowledgements are lost, again and again',
    async strike({ net }, { rounds }) {
      for (let round = 0; round < rounds * 3; round++) {
        net.travel('mute')
        await pause(300)
        net.travel('pass')
        await atRandom()
      }
    },
  },
  {
    id: 'B-20',
    what: 'the network of every client is half open, as after sleep',
    async strike({ net }, { long }) {
      net.travel('hole')
      await pause(long)
      net.travel('pass')
    },
  },
  {
    id: 'B-22',
    what: 'everybody is cut off at once, and comes back at once',
    quick: true,
    async strike({ net }, { rounds }) {
      for (let round = 0; round < rounds; round++) {
        net.travel('cut')
        await atRandom()
        net.travel('pass')
        await pause(1_000)
      }
    },
  },
  {
    id: 'B-30',
    what: 'kill -9 of the worker in the middle of its jobs',
    async strike(place, { rounds }) {
      for (let round = 0; round < rounds; round++) await kill(place)
      await jobsDone(place)
    },
  },
]

/** Cases that need what one machine has not, or that tests of their own try. */
export const LEFT_OUT = {
  'B-11': 'the bus between servers is tried in server/platform/bus',
  'B-12 … B-15': 'mail servers that fail are tried in server/mail and server/platform/mailer.test.ts',
  'B-16, B-17': 'full disks need volumes of their own',
  'B-18': 'clocks that jump need libfaketime',
  'B-21': 'cut uploads are tried in server/attachments',
  'B-23 … B-25': 'slow readers and noisy shops are tried in server/platform/live.test.ts and by npm run load',
  'B-26, B-28': 'poison jobs and dead receivers are tried beside the jobs and the webhooks',
  'B-27': 'migrations side by side are tried in server/database.test.ts',
  'B-29': 'mail that comes in twice is tried beside the mailbox',
} as const

const back = async ({ query }: Place): Promise<void> => {
  for (;;) {
    try {
      await query('SELECT 1')
      return
    } catch {
      // It is still recovering.
      await pause(100)
    }
  }
}

/** A killed worker's jobs are taken up again within 70 seconds. */
async function jobsDone({ query }: Place): Promise<void> {
  const end = performance.now() + 75_000
  const left = () =>
    query<{ stuck: number }>(
      `SELECT count(*)::int AS stuck FROM graphile_worker._private_jobs WHERE locked_at < now() - interval '5 seconds'`,
    )
  while (((await left())[0]?.stuck ?? 0) > 0) {
    if (performance.now() > end) throw new Error('A killed worker held its jobs for more than 70 seconds.')
    await pause(500)
  }
}
