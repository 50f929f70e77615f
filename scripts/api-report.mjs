// @ts-check
/**
 * Writes docs/api/NAME.api.md for each package: everything that its entry points export, with signatures, so that a change of
 * the public surface is a visible diff. With `--check` it fails when a report is stale. Package names limit it to those.
 */
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/process.mjs';

const isCheck = process.argv.includes('--check');
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const reports = join(root, 'docs', 'api');
const temporary = join(root, 'node_modules', '.cache', 'kedge-api');

/** @param {string} name @returns {boolean} Whether the report is, or now is, up to date. */
function report(name) {
  const folder = join(root, 'packages', name);
  const config = ExtractorConfig.prepare({
    configObjectFullPath: join(folder, 'api-extractor.json'),
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(folder, 'dist', 'index.d.ts'),
      compiler: { overrideTsconfig: { compilerOptions: { target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable', 'esnext.disposable'], module: 'nodenext', moduleResolution: 'nodenext', skipLibCheck: true, types: ['node'] } } },
      apiReport: { enabled: true, reportFileName: `${name}.api.md`, reportFolder: reports, reportTempFolder: temporary },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: 'none' } },
        extractorMessageReporting: { default: { logLevel: 'none' } },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const result = Extractor.invoke(config, { localBuild: !isCheck, showVerboseMessages: false, messageCallback: (message) => { message.handled = true; } });
  return isCheck ? !result.apiReportChanged : true;
}

mkdirSync(reports, { recursive: true });
mkdirSync(temporary, { recursive: true });
const names = readdirSync(join(root, 'packages')).filter((name) => {
  const manifest = join(root, 'packages', name, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).private !== true;
});
const stale = names.filter((name) => only.length === 0 || only.includes(name)).filter((name) => !report(name));
if (stale.length > 0) {
  console.error(`The public API of ${stale.join(', ')} has changed. Run 'npm run build && npm run api:update' and commit docs/api.`);
  process.exit(1);
}
console.log(`${names.length} API reports ${isCheck ? 'are up to date' : 'written'}.`);
