import { describe, expect, it } from 'vitest';
import { Gate } from './gate.ts';

/** What happened, in order. */
async function story(
	gate: Gate,
	files: readonly string[],
	during: (told: string[]) => Promise<void>,
): Promise<readonly string[]> {
	const told: string[] = [];
	const all = files.map((file) => gate.passed(file).then(() => told.push(file)));
	await during(told);
	await Promise.all(all);
	return told;
}

const turn = (): Promise<void> => new Promise((next) => setImmediate(next));

describe('a change of the page', () => {
	it('is told of at once while there is an engine', async () => {
		const gate = new Gate(() => false);
		gate.open();
		expect(await story(gate, ['page.tsx'], turn)).toEqual(['page.tsx']);
	});

	it('waits for the engine that its own file ends, however often that is said', async () => {
		const gate = new Gate((file) => file === 'shared.ts');
		gate.open();
		const told = await story(gate, ['shared.ts', 'page.tsx'], async (before) => {
			gate.shut();
			await turn();
			gate.shut();
			await turn();
			before.push('engine');
			gate.open();
		});
		expect(told).toEqual(['engine', 'shared.ts', 'page.tsx']);
	});

	it('waits for the first engine', async () => {
		const gate = new Gate(() => false);
		const told = await story(gate, ['page.tsx'], async (before) => {
			await turn();
			before.push('engine');
			gate.open();
		});
		expect(told).toEqual(['engine', 'page.tsx']);
	});
});
