import { existsSync, readFileSync } from 'node:fs'
import { Liquid } from 'liquidjs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../server/config.ts'

const fileOf = (path: string) => new URL(path, import.meta.url)
const read = (path: string) => readFileSync(fileOf(path), 'utf8')

describe('the container', () => {
  const lines = read('production/Dockerfile').split('\n')
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('../package.json'))

  test('copies what there is', () => {
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1))
    expect(copied.length).toBeGreaterThan(4)
    expect(copied.filter((path) => !existsSync(fileOf(`../${path}`)))).toEqual([])
  })

  test('runs scripts that there are, and serves without what is for building', () => {
    const called = lines.flatMap((line) => [...line.matchAll(/npm run (\w+)/g)].map(([, name = '']) => name))
    expect(called).toEqual(['build'])
    expect(called.filter((name) => !(name in scripts))).toEqual([])
    expect(lines.filter((line) => line.startsWith('RUN npm ci')).at(-1)).toContain('--omit=dev')
  })
})

describe('the compose file', () => {
  const PARTS = { FRONTEND_URL: 'https://support.shop.example', SECRET: 's'.repeat(40), POSTGRES_PASSWORD: 'p@ss' }
  const text = read('production/compose.yaml').replace(
    /\$\{(\w+):[?-][^}]*\}/g,
    (_, name: keyof typeof PARTS) => PARTS[name] ?? '',
  )
  const { services, volumes } = parse(text)

  test('sets what the server reads, and nothing else', () => {
    const env: Record<string, string> = services.comptoir.environment
    const asked = new Set<string>()
    const config = readConfig(
      new Proxy(env, {
        get: (all, name) => {
          asked.add(String(name))
          return all[String(name)]
        },
      }),
      '/app',
    )
    expect(config).toMatchObject({ publicUrl: PARTS.FRONTEND_URL, trustedProxies: 1, demo: false, mailServer: null })
    expect(config.databaseUrl).toContain('@database:5432/comptoir')
    // Read only where there is a mail server.
    for (const name of ['MAIL_USER', 'MAIL_PASSWORD']) asked.add(name)
    expect(Object.keys(env).filter((name) => !asked.has(name))).toEqual([])
  })

  test('names services and volumes that it has', () => {
    expect(
      existsSync(fileOf(`production/${services.comptoir.build.context}/${services.comptoir.build.dockerfile}`)),
    ).toBe(true)
    expect(Object.keys(services.comptoir.depends_on).every((name) => name in services)).toBe(true)
    const mounted = Object.values<{ volumes?: string[] }>(services).flatMap((one) => one.volumes ?? [])
    expect(mounted.map((mount) => mount.split(':')[0] ?? '').sort()).toEqual(Object.keys(volumes).sort())
  })
})

describe('the theme', () => {
  test('of Shopify puts the tag in, with the language of the page', async () => {
    const html = await new Liquid().parseAndRender(read('themes/shopify/comptoir.liquid'), {
      request: { locale: { iso_code: 'fr' } },
    })
    expect(html.replace(/\s+/g, ' ').trim()).toBe(
      '<script async src="https://support.example.com/widget.js" data-shop="pk_replace_me" data-locale="fr" ></script>',
    )
  })

  test.each(['woocommerce/comptoir.php', 'prestashop/comptoir/views/templates/hook/comptoir.tpl'])(
    'in %s has the tag once, and escapes what it fills in',
    (path) => {
      const text = read(`themes/${path}`)
      expect(text.match(/widget\.js/g)).toHaveLength(1)
      const [, src = '', shop = ''] = /<script async src="(.+?)" data-shop="(.+?)"><\/script>/.exec(text) ?? []
      for (const value of [src, shop]) expect(value).toMatch(/esc_(url|attr)\(|\|escape:/)
    },
  )
})
