import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { POLICIES, REQUESTS } from './agreement.ts';
import { browserCases } from './browser-mode.ts';
import { environmentCases } from './environment.ts';
import { fileCases, windowsNames } from './files.ts';
import { growingMessages } from './growing-messages.ts';
import { lieCases } from './lies.ts';
import { folderCases, manifestCases } from './manifests.ts';
import { isLarge, moduleCases } from './modules.ts';
import { MUTANTS, MUTANTS_RUN } from './mutants.ts';
import { networkCases, requestCases } from './network.ts';
import { ownFileCases } from './own-files.ts';
import { secondLineCases } from './second-line.ts';
import { swapCases } from './swaps.ts';
import { textCases } from './text.ts';
import { posixCases, windowsCases } from './unasked.ts';
import { writingCases } from './writing.ts';

/** How many cases of one class of attack `npm test` runs, and where. */
export interface AttackClass {
	readonly name: string;
	/** In real processes with V8's memory flag: what the command line and the browser mode use. */
	readonly plainNode: number;
	/** In real processes with rewritten modules: how memory is limited in Electron. */
	readonly rewritten: number;
	/** Against the parent's own code, where no sandbox process takes part. */
	readonly parent: number;
	/** Against the browser mode's server. */
	readonly browser: number;
}

const hostile = readdirSync(join(import.meta.dirname, '../../hostile')).length;
const row = (name: string, counts: Partial<Omit<AttackClass, 'name'>>): AttackClass => ({
	name,
	plainNode: 0,
	rewritten: 0,
	parent: 0,
	browser: 0,
	...counts,
});
const both = (name: string, count: number, parent = 0): AttackClass =>
	row(name, { plainNode: count, rewritten: count, parent });

export function attackClasses(): readonly AttackClass[] {
	const small = moduleCases.filter((one) => !isLarge(one)).length;
	return [
		row('modules that no compiler writes', { plainNode: moduleCases.length, rewritten: small }),
		row('mutated modules, fixed seed', { plainNode: MUTANTS_RUN, rewritten: MUTANTS_RUN, parent: MUTANTS }),
		both('hostile guests: exhaustion, traps, lifecycle, UTF-8, output', hostile),
		both('pointers and lengths that lie, at every import', lieCases.length),
		both('files: climbing, links, devices, names', fileCases.length, windowsNames.length),
		both('the program’s own files, by every name', ownFileCases.length),
		row('paths of which nobody may hear', { parent: 3 * (windowsCases.length + 2 * posixCases.length) }),
		both('writing without end: bytes, files, the disk', writingCases.length),
		both('network: spellings, names, redirects, responses', networkCases.length + requestCases.length),
		both('environment', environmentCases.length),
		row('a sandbox process that is owned', { plainNode: secondLineCases.length + growingMessages.length }),
		row('hot swap under hostile writers', { plainNode: swapCases.length }),
		row('manifests and folders', { parent: manifestCases.length + folderCases.length }),
		row('text for terminals and spreadsheets', { parent: 2 * textCases.length }),
		row('other sites, programs and users', { browser: browserCases.length }),
		row('decisions that must agree five ways', { parent: 3 * POLICIES * REQUESTS }),
	];
}
