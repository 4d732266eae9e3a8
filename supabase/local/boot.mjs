// The first thing every npm script runs. It needs nothing installed and is written so that an old Node can read it, because its
// job is to say plainly that Node is too old, to install what is missing, and to hand over to the real command.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const program = (...parts) => join(root, 'node_modules', ...parts);
const local = (name) => ['--import', 'tsx', join(root, 'supabase', 'local', name)];

/** One step of a command: Node's arguments and the settings it needs. */
const step = (args, environment) => ({ args: args, environment: environment || {} });
const vitest = [program('vitest', 'vitest.mjs'), 'run'];

const BENCHES = ['judge', 'webhook', 'check-trade', 'batch', 'what-if', 'dashboard', 'copy', 'abuse-ip'];

/** Those that are named, or all of them; figures and options are handed on to each. */
function benches(rest) {
  const handedOn = rest.filter((word) => /^(--|[0-9])/.test(word));
  const named = rest.filter((word) => !handedOn.includes(word));
  const stranger = named.find((word) => !BENCHES.includes(word));
  if (stranger !== undefined) {
    console.error(`There is no measurement ${stranger}; there are ${BENCHES.join(', ')}.`);
    process.exit(2);
  }
  const file = (name) => join(root, 'tests', 'bench', name + '.bench.ts');
  return (named.length > 0 ? named : BENCHES).map((name) => step(['--import', 'tsx', file(name)].concat(handedOn)));
}

const commands = {
  start: (rest) => [step(local('start.ts').concat('start', rest))],
  dev: (rest) => [step(local('start.ts').concat('dev', rest))],
  stack: (rest) => [step(local('stack.ts').concat(rest))],
  test: (rest) => [step(vitest.concat(rest), { NODE_ENV: 'test' })],
  e2e: (rest) => [step([program('@playwright', 'test', 'cli.js'), 'test'].concat(rest), { NODE_ENV: 'test' })],
  bench: (rest) => benches(rest),
  'test-scale': (rest) => [step(local('test-scale.ts').concat(rest))],
  replay: (rest) => [step(local('replay.ts').concat(rest))],
  golden: (rest) => [step(local('golden.ts').concat(rest))],
  scorecard: (rest) => [step(['--import', 'tsx', join(root, 'tests', 'scorecard', 'run.ts')].concat(rest), { NODE_ENV: 'test' })],
  simulate: (rest) => [step(local('simulate.ts').concat(rest))],
  import: (rest) => [step(local('import.ts').concat(rest))],
  invite: (rest) => [step(local('invite.ts').concat(rest))],
  'db-types': (rest) => [step(local('db-types.ts').concat(rest))],
  check: () => [
    step([program('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.']),
    step([program('eslint', 'bin', 'eslint.js'), '--max-warnings=0', '.']),
    // A fresh clone has no route types yet, and the pages are typed by them.
    step([program('next', 'dist', 'bin', 'next'), 'typegen'], { NEXT_TELEMETRY_DISABLED: '1' }),
    step([program('typescript', 'bin', 'tsc'), '--noEmit']),
    step(vitest.concat('tests/house.test.ts'), { NODE_ENV: 'test', TIDELINE_NO_DATABASE: '1' }),
  ],
};

function fail(sentence, code) {
  process.stderr.write(sentence + '\n');
  process.exit(code || 1);
}

function checkNode() {
  const parts = process.versions.node.split('.').map(Number);
  if (parts[0] > 20 || (parts[0] === 20 && parts[1] >= 19)) return;
  fail('This needs Node 20.19 or newer, and this is Node ' + process.versions.node + '.');
}

/**
 * npm is asked with the development tools included, whatever NODE_ENV says, because the embedded stack is one of them. It installs
 * what the lock file names, leaves that file alone, and keeps what is there already, which `npm ci` would throw away first.
 */
function installMissing() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const marker = program('.installed-from');
  const hidden = program('.package-lock.json');
  // `npm prune` takes the development tools away and leaves the marker, so the marker alone proves nothing.
  const complete = existsSync(hidden) && ['tsx', 'next', 'vitest', '@supabase/lite', 'supabase'].every((name) => existsSync(program(name)));
  if (complete && existsSync(marker) && readFileSync(marker, 'utf8') === lock) return;
  // Somebody ran `npm install` themselves; npm's own list says whether it was for this very lock file.
  if (!(complete && !existsSync(marker) && sameVersions(hidden))) {
    process.stderr.write('Installing what is missing (once)\n');
    const npm = process.env.npm_execpath;
    const flags = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
    const options = { cwd: root, stdio: ['ignore', 2, 2], env: Object.assign({}, process.env, { NODE_ENV: 'development' }) };
    const done = npm && /\.c?js$/.test(npm) ? spawnSync(process.execPath, [npm].concat(flags), options) : spawnSync('npm', flags, options);
    if (done.status !== 0) fail('npm could not install what is missing: see its message above.');
  }
  mkdirSync(program(), { recursive: true });
  writeFileSync(marker, lock);
}

/** True when every package that is installed has the version the lock file names, and none that this machine needs is missing. */
function sameVersions(hidden) {
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const found = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.keys(wanted).every((name) => {
    if (name === '') return true;
    if (!found[name]) return Boolean(wanted[name].optional);
    return found[name].version === wanted[name].version;
  });
}

/** Runs one step in this terminal, passes signals on, and answers its exit code. */
function run(one) {
  return new Promise((done) => {
    const environment = Object.assign({}, process.env, one.environment);
    const child = spawn(process.execPath, one.args, { cwd: root, stdio: 'inherit', env: environment });
    // A terminal sends Ctrl-C to both; the child decides when it is finished, and a repeated signal does it no harm.
    const pass = (name) => child.kill(name);
    const names = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    names.forEach((name) => process.on(name, pass));
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code, name) => {
      names.forEach((each) => process.removeListener(each, pass));
      done(code === null ? 128 + ({ SIGINT: 2, SIGTERM: 15, SIGKILL: 9, SIGHUP: 1 }[name] || 1) : code);
    });
  });
}

async function main() {
  checkNode();
  const command = process.argv[2];
  if (!Object.prototype.hasOwnProperty.call(commands, command)) {
    fail('Unknown command: use one of ' + Object.keys(commands).join(', ') + '.', 2);
  }
  installMissing();
  let worst = 0;
  for (const one of commands[command](process.argv.slice(3))) {
    const code = await run(one);
    if (code > 128) process.exit(code);
    worst = worst || code;
  }
  process.exit(worst);
}

main().catch((error) => fail(error && error.message ? error.message : String(error)));
