import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

/* A thread that sets letters: 50 MB of type and 0.2 s to read it in, which no lane waits for. */
const { resolve } = createRequire(import.meta.url)
const type = (weight: string): Buffer =>
  readFileSync(resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`))
const compiler = NodeCompiler.create({
  workspace: import.meta.dirname,
  fontArgs: [{ fontBlobs: [type('400Regular'), type('700Bold')] }],
})
const template = readFileSync(`${import.meta.dirname}/letter.typ`, 'utf8')

parentPort?.on('message', ({ id, letter }: { id: number; letter: string }) => {
  try {
    const pdf = compiler.pdf({ mainFileContent: template, inputs: { letter } })
    parentPort?.postMessage({ id, pdf })
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
