import { createRequire } from 'node:module'
import Pdf from 'pdfkit'

/** Points, on A4. */
export const PAGE = { width: 595.28, height: 841.89, margin: 42 }
export const INNER = PAGE.width - 2 * PAGE.margin

export const INK = { text: '#1b1f24', soft: '#5d6672', line: '#dfe3e8', bar: '#2f5fd0', ground: '#f5f6f8' }

export type Canvas = PDFKit.PDFDocument

const fontFile = (name: string): string =>
  createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/DejaVuSans${name}.ttf`)

/** A document with fonts that carry the letters of Europe: the fonts of every reader have those of the west alone. */
export function newCanvas(title: string, language: string): Canvas {
  const canvas = new Pdf({
    ...{ size: 'A4', margin: PAGE.margin, bufferPages: true, lang: language, displayTitle: true },
    info: { Title: title, Creator: 'Comptoir' },
  })
  canvas.registerFont('plain', fontFile(''))
  canvas.registerFont('bold', fontFile('-Bold'))
  return canvas.font('plain').fillColor(INK.text)
}

export interface Words {
  x: number
  y: number
  width: number
  size?: number
  bold?: boolean
  color?: string
  align?: 'left' | 'right' | 'center'
}

/** One line; what is longer ends in an ellipsis. */
export function say(canvas: Canvas, text: string, { x, y, width, size = 9, bold, color, align = 'left' }: Words): void {
  canvas
    .font(bold ? 'bold' : 'plain')
    .fontSize(size)
    .fillColor(color ?? INK.text)
    .text(text.replace(/\s+/g, ' '), x, y, { width, height: size * 1.4, align, ellipsis: true, lineBreak: true })
}

/** Ends the document, with a number on every page. */
export function finish(canvas: Canvas, pageWords: (page: number, pages: number) => string): Promise<Buffer> {
  const { count } = canvas.bufferedPageRange()
  for (let place = 0; place < count; place++) {
    canvas.switchToPage(place)
    // Below the margin, where text would begin a page of its own.
    canvas.page.margins.bottom = 0
    const y = PAGE.height - 30
    say(canvas, pageWords(place + 1, count), {
      x: PAGE.margin,
      y,
      width: INNER,
      size: 7,
      color: INK.soft,
      align: 'right',
    })
  }
  const chunks: Buffer[] = []
  return new Promise((resolve, reject) => {
    canvas.on('data', (chunk: Buffer) => chunks.push(chunk))
    canvas.on('end', () => resolve(Buffer.concat(chunks)))
    canvas.on('error', reject)
    canvas.end()
  })
}
