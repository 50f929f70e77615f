import { readFileSync } from 'node:fs';
import { withCommonOptions, withSessionOptions } from '@kedge/cli-kit';
import { BACKENDS } from '@kedge/runtime';
import { PREPROCESS_MODES } from '@kedge/vision';
import { Command, Option } from 'commander';
import { serve, type ServeOptions } from './serve/serve.js';
import { watch, type WatchOptions } from './watch/watch.js';
import { classifyFiles, type ClassifyOptions } from './classify-files.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** Adds the options of commands that classify pictures. */
function withModelOptions(command: Command): Command {
  return withSessionOptions(withCommonOptions(command), BACKENDS)
    .requiredOption('--model <file>', 'a .h5 file, a model.json, or a folder that holds one')
    .option('--labels <labels>', "class names: a file with one per line or a JSON list, 'imagenet', or 'moderation'; told by the model where it knows")
    .addOption(new Option('--preprocess <mode>', 'how pixels are scaled: unit x/255, tf x/127.5-1, caffe BGR minus means, torch normalised, none; told by the model where it knows').choices(['auto', ...PREPROCESS_MODES]).default('auto'))
    .addOption(new Option('--resize <method>', "how pictures are brought to the model's size: as PIL does it (antialiased) or as tf.image.resize does (not)").choices(['pil', 'tf']).default('pil'))
    .option('--top <count>', 'how many classes to show', Number, 5)
    .option('--min <probability>', 'show no class below this', Number, 0)
    .option('--batch <count>', 'how many pictures run at a time', Number, 1);
}

function serveCommand(signal: AbortSignal): Command {
  return withModelOptions(new Command('serve'))
    .description('Answer over HTTP. With KEDGE_TOKEN in the environment, only who sends it.')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <number>', 'where to listen; 0 takes a free one', Number, 8080)
    .option('--queue <count>', 'requests under way or waiting; more are told to come again (503)', Number, 32)
    .option('--max-body <bytes>', 'largest request', Number, 16_777_216)
    .option('--max-pixels <count>', 'largest picture', Number, 50_000_000)
    .option('--timeout <seconds>', 'how long a request may take to arrive', Number, 30)
    .action((options: ServeOptions) => serve({ ...options, signal }));
}

function watchCommand(signal: AbortSignal): Command {
  return withModelOptions(new Command('watch'))
    .description('Classify each picture that comes into a folder, once.')
    .argument('<folder>')
    .option('--interval <seconds>', 'how often to look', Number, 1)
    .option('--journal <file>', 'where to remember what has been done; .kedge-journal in the folder when missing')
    .action((folder: string, options: WatchOptions) => watch(folder, { ...options, signal }));
}

function filesCommand(signal: AbortSignal): Command {
  return withModelOptions(new Command('files'))
    .description('Classify files; this is what happens when no command is named.')
    .argument('<images...>', "JPEG, PNG, WebP, GIF or BMP files, folders, patterns, or '-' for standard input; the bytes tell the format, not the name")
    .option('--csv', 'one line per class: file, rank, index, label, probability')
    .action((images: string[], options: ClassifyOptions) => classifyFiles(images, { ...options, signal }));
}

/** The command; running it is the caller's. */
export function createProgram(signal: AbortSignal): Command {
  const files = filesCommand(signal);
  // Options belong to the commands: one that the program itself required would be required of each of them.
  return new Command('kedge-classify')
    .version(version)
    .description('Classify pictures with a Keras model.')
    .addCommand(files, { isDefault: true })
    .addCommand(serveCommand(signal))
    .addCommand(watchCommand(signal))
    .addHelpText(
      'after',
      () => `
${files.helpInformation()}
Examples:
  kedge-classify photo.jpg --model dogs.h5 --labels dogs.txt --preprocess tf
  kedge-classify *.jpg --model moderation-tfjs --json
  kedge-classify photos 'more/**/*.png' --model dogs.h5 --batch 8 --csv > answers.csv
  curl -s https://example.org/dog.jpg | kedge-classify - --model dogs.h5
  kedge-classify serve --model dogs.h5
A file that cannot be read gives an error line; the rest go on, and the exit code is 1.`,
    );
}
