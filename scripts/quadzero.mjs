#!/usr/bin/env node
// The `quadzero` of package.json’s bin: the command line on the project’s own Node, whatever Node the machine has. Nothing
// but results goes to stdout, so that it can be redirected.
process.argv.splice(2, 0, 'tools/cli/main.ts')
await import('./bootstrap.mjs')
