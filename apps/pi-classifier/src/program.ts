import { readFileSync } from 'node:fs';
import { withCommonOptions, withSessionOptions } from '@kedge/cli-kit';
import { BACKENDS } from '@kedge/runtime';
import { PREPROCESS_MODES } from '@kedge/vision';
import { Command, Option } from 'commander';
import { classifyFiles, type ClassifyOptions } from './classify-files.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** The command; running it is the caller's. */
export function createProgram(signal: AbortSignal): Command {
  return withSessionOptions(withCommonOptions(new Command('kedge-classify')), BACKENDS)
    .version(version)
    .description('Classify pictures with a Keras model.')
    .argument('<images...>', "JPEG, PNG, WebP, GIF or BMP files, folders, patterns, or '-' for standard input; the bytes tell the format, not the name")
    .requiredOption('--model <file>', 'a .h5 file, a model.json, or a folder that holds one')
    .option('--labels <labels>', "class names: a file with one per line or a JSON list, 'imagenet', or 'moderation'; told by the model where it knows")
    .addOption(new Option('--preprocess <mode>', 'how pixels are scaled: unit x/255, tf x/127.5-1, caffe BGR minus means, torch normalised, none; told by the model where it knows').choices(['auto', ...PREPROCESS_MODES]).default('auto'))
    .addOption(new Option('--resize <method>', "how pictures are brought to the model's size: as PIL does it (antialiased) or as tf.image.resize does (not)").choices(['pil', 'tf']).default('pil'))
    .option('--top <count>', 'how many classes to show', Number, 5)
    .option('--min <probability>', 'show no class below this', Number, 0)
    .option('--batch <count>', 'how many pictures run at a time', Number, 1)
    .option('--csv', 'one line per class: file, rank, index, label, probability')
    .action((images: string[], options: ClassifyOptions) => classifyFiles(images, { ...options, signal }))
    .addHelpText(
      'after',
      `
Examples:
  kedge-classify photo.jpg --model dogs.h5 --labels dogs.txt --preprocess tf
  kedge-classify *.jpg --model moderation-tfjs --json
  kedge-classify photos 'more/**/*.png' --model dogs.h5 --batch 8 --csv > answers.csv
  curl -s https://example.org/dog.jpg | kedge-classify - --model dogs.h5
A file that cannot be read gives an error line; the rest go on, and the exit code is 1.`,
    );
}
