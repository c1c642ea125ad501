import { describe, expect, test } from 'vitest'
import { deriveKey, hashSecret, newSecret, seal, unseal } from './seal.ts'

const key = deriveKey('an installation secret of our own', 'seal')

describe('what is sealed', () => {
  test.each(['', 'is_secret', 'L’été à Noël 🎁', 'x'.repeat(10_000)])('comes out as it went in', (text) => {
    expect(unseal(key, seal(key, text))).toBe(text)
  })

  test('looks different each time, and never like itself', () => {
    const [once, twice] = [seal(key, 'is_secret'), seal(key, 'is_secret')]
    expect(once).not.toBe(twice)
    expect(Buffer.from(once, 'base64url').toString('latin1')).not.toContain('is_secret')
  })

  test('does not open with the key of another purpose or another installation', () => {
    const sealed = seal(key, 'is_secret')
    expect(() => unseal(deriveKey('an installation secret of our own', 'visitor'), sealed)).toThrow()
    expect(() => unseal(deriveKey('the secret of somebody else', 'seal'), sealed)).toThrow()
  })

  test('does not open when any of its bytes was changed', () => {
    const bytes = Buffer.from(seal(key, 'is_secret'), 'base64url')
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(() => unseal(key, changed.toString('base64url')), `byte ${index}`).toThrow()
    }
  })

  test.each(['', 'abc', '!!!!'])('does not open from %j', (text) => {
    expect(() => unseal(key, text)).toThrow()
  })
})

describe('a secret', () => {
  test('says what it is and holds 256 bits of chance', () => {
    const secrets = new Set(Array.from({ length: 1_000 }, () => newSecret('sk')))
    expect(secrets.size).toBe(1_000)
    for (const secret of secrets) expect(secret).toMatch(/^sk_[A-Za-z0-9_-]{43}$/)
  })

  test('is found again by its hash, which does not show it', () => {
    const secret = newSecret('sk')
    expect(hashSecret(secret)).toBe(hashSecret(secret))
    expect(hashSecret(secret)).toMatch(/^[0-9a-f]{64}$/)
    expect(hashSecret(secret)).not.toBe(hashSecret(newSecret('sk')))
  })
})
