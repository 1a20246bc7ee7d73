import { expect, it } from 'vitest';
import { DataFlareError } from '../../../../shared/errors/errors.ts';
import { because } from '../../../../shared/errors/failure-reason.ts';
import { toldError } from './failed-line.ts';

it('tells of a failed record without its number in the call, which no person knows', () => {
	const at = 'process_data, record 1925';
	const error = new DataFlareError('plugin_execution', `${at} gave up`, {
		hint: 'Look at the log.',
		details: because('unreachable_trap', { function: at }),
	});
	expect(toldError(error)).toMatchObject({ message: 'process_data gave up', details: { function: 'process_data' } });
});

it('leaves what a plugin says as it is', () => {
	const error = new DataFlareError('plugin_execution', 'process_data, record 3 is odd', {
		hint: 'Look at it.',
		details: because('gave_up', { function: 'process_data', status: -5 }),
	});
	expect(toldError(error).message).toBe('process_data, record 3 is odd');
});
