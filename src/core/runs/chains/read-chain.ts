import { type Chain, chainSchema } from '../../../shared/flow/chain-file.ts';
import { readDefinition } from './read-definition.ts';

/** Reads and checks a chain file. */
export function readChain(path: string): Promise<Chain> {
	return readDefinition(path, {
		word: 'chain',
		schema: chainSchema,
		consists: 'A chain has a name and a list of components, each with the name of an installed plugin.',
	});
}
