// The first thing that runs in a bare clone, on whatever Node the machine has (>= 20): it installs what is
// missing, builds the handset page when its sources changed, then runs the named program on the project's Node 26.
// Plain JavaScript on purpose: an older Node cannot read TypeScript.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const [program, ...args] = process.argv.slice(2)
const say = (text) => process.stderr.write(`${text}\n`)
const hash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16)

if (Number(process.versions.node.split('.')[0]) < 20) {
  say(`Quadzero needs Node 20 or newer to install itself; this is ${process.version}. Get one from https://nodejs.org.`)
  process.exit(1)
}

const stampFile = join(root, 'node_modules', '.quadzero-installed')
const lock = hash(readFileSync(join(root, 'package-lock.json')))
const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
const installed = () => existsSync(node) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lock

if (!installed()) {
  say('Installing what Quadzero needs (once; a minute or so on a small machine) ...')
  const began = Date.now()
  const tick = setInterval(() => process.stderr.write('.'), 2000)
  const code = await new Promise((done) => {
    const npm = spawn('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error', '--include=dev'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    })
    npm.on('error', () => done(127))
    npm.on('close', done)
  })
  clearInterval(tick)
  if (code !== 0) {
    say(
      `\nnpm ci ended with ${code}. Look at its lines above; when the registry can be reached, run the same command again.`,
    )
    process.exit(1)
  }
  writeFileSync(stampFile, lock)
  say(`\nInstalled in ${Math.round((Date.now() - began) / 1000)} s.`)
}

const needsPages = ['services/main.ts', 'scripts/test.ts', 'tools/sim/main.ts']
if (needsPages.includes(program)) await buildPages()

// A large young generation: what a message leaves behind is dead before it is looked at, a tenth of the CPU less.
const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=64']
// What was read once is not compiled again, by any process that it starts.
const env = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'), ...process.env }
const child = spawn(node, [...flags, join(root, program), ...args], { stdio: 'inherit', env })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
// npm does not always pass a signal on: when it is gone, the program ends as if it had been told to.
const parent = process.ppid
setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref()
child.on('exit', (code, signal) => process.exit(signal ? 128 + 15 : (code ?? 1)))

/** Builds the web pages into build/, at once, when what they are made of has changed since the last build. */
async function buildPages() {
  const built = await Promise.all([
    buildPage('handset', join(root, 'tools', 'sim', 'web')),
    buildPage('account', join(root, 'services', 'account', 'web')),
    buildPage('console', join(root, 'services', 'console', 'web')),
  ])
  if (!built.every(Boolean)) process.exit(1)
}

async function buildPage(name, source) {
  // What pages import besides their own.
  const shared = ['web', 'access'].map((name) => join(root, 'libs', name))
  const out = join(root, 'build', name)
  const stamp = join(root, 'build', `${name}.stamp`)
  const digest = hash(
    lock +
      [source, ...shared]
        .flatMap(files)
        .map((file) => `${file}\n${readFileSync(file)}`)
        .join('\n')
        .replaceAll(root, ''),
  )
  if (existsSync(join(out, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return true
  say(`Building the ${name} page ...`)
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const building = spawn(node, [vite, 'build', source, '--outDir', out, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const code = await new Promise((done) => {
    building.on('error', () => done(127))
    building.on('close', done)
  })
  if (code !== 0) say(`The ${name} page could not be built; the lines above say why.`)
  else {
    mkdirSync(dirname(stamp), { recursive: true })
    writeFileSync(stamp, digest)
  }
  return code === 0
}

function files(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name)
      return statSync(path).isDirectory() ? files(path) : [path]
    })
}
