import { useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'
import { ago, fullTime, now } from '../state/times.ts'

export function Ago({ at }: { at: string }) {
  const { locale } = useReader()
  return (
    <time class="ago" dateTime={at} title={fullTime(at, locale)}>
      {ago(at, useSource(now), locale)}
    </time>
  )
}
