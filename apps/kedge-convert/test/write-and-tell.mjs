// Writes a model over itself until it is killed: see kill.test.ts.
import { loadModel, saveModel } from '@kedge/converter';

const [source = '', target = ''] = process.argv.slice(2);
const model = await loadModel(source);
console.log('writing');
for (;;) await saveModel(model, target, { force: true });
