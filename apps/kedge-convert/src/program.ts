import { readFileSync } from 'node:fs';
import { withCommonOptions, withSessionOptions } from '@kedge/cli-kit';
import { BACKENDS } from '@kedge/runtime';
import { PREPROCESS_MODES } from '@kedge/vision';
import { Command, Option } from 'commander';
import { convert, type ConvertOptions } from './commands/convert.js';
import { inspectFile, type InspectOptions } from './commands/inspect.js';
import { runModel, type RunOptions } from './commands/run.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

const ARCHITECTURES = `The network of a weights-only file: an architecture JSON, a model file, or an application with its options,
e.g. 'inceptionV3?classes=5&includeTop=false'`;

/** Adds `convert`, which is also what the command does without a subcommand. */
function addConvert(program: Command, signal: AbortSignal): void {
  withCommonOptions(program.command('convert', { isDefault: true }))
    .description('Convert a Keras model to another format. `kedge-convert IN OUT` is short for it.')
    .argument('<in>', 'a .keras, .h5 or .hdf5 file, a model.json, or a folder that holds one; the bytes tell the format, not the name')
    .argument('<out>', 'a folder or a .json for tfjs; a .keras, .h5 or .weights.h5 for Keras')
    .addOption(new Option('--to <format>', 'format of the output; told from OUT when missing. graph is the tfjs graph-model, for pages with tfjs-converter').choices(['tfjs', 'graph', 'h5', 'keras', 'weights']))
    .addOption(new Option('--keras <generation>', 'which Keras is to load the output: 3, or 2 (2.13 to 2.15); a .h5 for 2 loads in 3, too').choices(['2', '3']))
    .addOption(new Option('--quantize <dtype>', 'how weights are stored in a tfjs model: smaller, not faster; biases and batch norm stay float32').choices(['none', 'float16', 'uint16', 'uint8']).default('none'))
    .option('--shard-bytes <bytes>', 'size of the files that the weights are cut into (4 MiB)', Number)
    .option('--architecture <network>', ARCHITECTURES.replaceAll('\n', ' '))
    .option('--labels <file>', 'class names, one per line or as a JSON list; they travel with a tfjs model')
    .addOption(new Option('--preprocess <mode>', 'how pictures are scaled for this model; travels with a tfjs model').choices(PREPROCESS_MODES))
    .option('--verify', 'run the model before and after on random inputs and say how far the answers differ')
    .option('--samples <count>', 'how many inputs --verify takes (8)', Number)
    .option('--force', 'replace a model that is there already')
    .action((source: string, target: string, options: ConvertOptions) => convert(source, target, { ...options, signal }))
    .addHelpText(
      'after',
      `
Examples:
  kedge-convert dogs.h5 dogs-tfjs                          a folder for tfjs and for pages
  kedge-convert dogs.h5 dogs-tfjs --quantize uint8         a quarter of the size
  kedge-convert dogs.h5 dogs-graph --to graph              operations for tfjs-converter, fused
  kedge-convert dogs-tfjs dogs.h5                          and back to Keras
  kedge-convert dogs-tfjs dogs.keras --keras 2             for TF 2.13 to 2.15
  kedge-convert weights.h5 out --architecture inceptionV3  weights without a network`,
    );
}

function addInspect(program: Command, signal: AbortSignal): void {
  withCommonOptions(program.command('inspect'))
    .description('Show what a model file holds: layers, shapes, parameters, work, dialect, and what stock tfjs could not load.')
    .argument('<file>', 'a model in any format that convert reads')
    .addOption(new Option('--format <format>', 'how to show it').choices(['table', 'json', 'dot', 'mermaid', 'svg']).default('table'))
    .action((file: string, options: InspectOptions) => inspectFile(file, { ...options, signal }))
    .addHelpText(
      'after',
      `
Examples:
  kedge-convert inspect dogs.h5
  kedge-convert inspect dogs.h5 --format svg > dogs.svg`,
    );
}

function addRun(program: Command, signal: AbortSignal): void {
  withSessionOptions(withCommonOptions(program.command('run')), BACKENDS)
    .description('Run a model on arrays and write what it answers: OUTPUT/<name>.npy for each output, and OUTPUT/outputs.json.')
    .argument('<model>', 'a model in any format that convert reads')
    .requiredOption('--input <file>', 'a .npy file, or NAME=FILE for a model with several inputs; may be given several times', collect, [])
    .requiredOption('--output <folder>', 'where the answers go')
    .option('--architecture <network>', ARCHITECTURES.replaceAll('\n', ' '))
    .option('--force', 'replace answers that are there already')
    .action((model: string, options: RunOptions) => runModel(model, { ...options, signal }))
    .addHelpText(
      'after',
      `
Examples:
  kedge-convert run dogs.h5 --input photo.npy --output answers
  kedge-convert run siamese.h5 --input left=a.npy --input right=b.npy --output answers`,
    );
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** The command with its subcommands; running it is the caller's. */
export function createProgram(signal: AbortSignal): Command {
  const program = new Command('kedge-convert').version(version).description('Keras models in, Keras and tfjs models out. No Python.');
  addConvert(program, signal);
  addInspect(program, signal);
  addRun(program, signal);
  return program.addHelpText(
    'after',
    `
Examples:
  kedge-convert dogs.h5 dogs-tfjs --quantize uint8
  kedge-convert inspect dogs.h5
  kedge-convert run dogs.h5 --input photo.npy --output answers`,
  );
}
