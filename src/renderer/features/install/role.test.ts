import { expect, it } from 'vitest';
import type { InspectAnswer } from '../../../shared/api/plugin-routes.ts';
import { type GuestAbi, guestAbis } from '../../../shared/plugin/component-type.ts';
import { manifestSchema } from '../../../shared/plugin/manifest.ts';
import { givenRole, inferredRole, isRoleOpen } from './role.ts';

function offerOf(abi: GuestAbi): Pick<InspectAnswer, 'roleIsOpen' | 'analysis' | 'manifest'> {
	const manifest = manifestSchema.parse({ name: 'geo', type: 'processor', module_path: './geo.wasm' });
	const analysis = { abi, exports: [] } as unknown as InspectAnswer['analysis'];
	return { roleIsOpen: true, analysis, manifest };
}

it('is asked of a person for the kinds that do not name one', () => {
	expect(guestAbis.filter((abi) => isRoleOpen(offerOf(abi)))).toEqual(['wasi-command', 'extism', 'component-command']);
	expect(isRoleOpen({ ...offerOf('component-command'), roleIsOpen: false })).toBe(false);
});

it.each(['wasi-command', 'component-command'] as const)('of a %s is its type and nothing else', (abi) => {
	const offer = offerOf(abi);
	expect(givenRole(inferredRole(offer), offer)).toBeUndefined();
	expect(givenRole({ ...inferredRole(offer), type: 'filter' }, offer)).toEqual({ type: 'filter' });
});
