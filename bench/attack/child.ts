/** Makes one attack on an engine in this program and prints what it cost, as one line of JSON. Argument: which. */
import { attacks } from './attacks.ts';
import { Ground } from './ground.ts';
import { watched } from './watch.ts';

const attack = attacks[Number(process.argv[2])]?.();
if (attack === undefined) throw new Error('There is no such attack.');
const ground = new Ground();
try {
	const work = await attack.prepare(ground);
	const cost = await watched(work);
	process.stdout.write(`${JSON.stringify({ what: attack.what, bytes: attack.bytes, ...cost })}\n`);
} finally {
	await ground.dispose();
}
process.exit();
