import { hostStatus } from '../../shared/host/abi.ts';
import type { Act } from './act.ts';
import { HostFailure } from './host-failure.ts';
import type { BrokerLimits } from './limits.ts';

export const getState: Act<'state_get'> = async (request, context, tools, notes) => {
	assertKey(request.key, tools.limits);
	const value = tools.state.get(context.plugin, request.key);
	notes.bytes = value?.byteLength ?? 0;
	return value;
};

/** An empty value deletes the key. */
export const setState: Act<'state_set'> = async (request, context, tools, notes) => {
	const { limits, state } = tools;
	assertKey(request.key, limits);
	if (request.value.byteLength > limits.stateValueBytes) {
		throw new HostFailure(hostStatus.tooLarge, `A value may have at most ${limits.stateValueBytes} bytes.`);
	}
	if (!state.set(context.plugin, request.key, request.value, limits.stateBytes)) {
		throw new HostFailure(hostStatus.noSpace, `A plugin may keep at most ${limits.stateBytes} bytes.`);
	}
	notes.bytes = request.value.byteLength;
	return null;
};

function assertKey(key: string, limits: BrokerLimits): void {
	if (key === '' || !key.isWellFormed())
		throw new HostFailure(hostStatus.invalid, 'The key is empty or not valid Unicode.');
	if (Buffer.byteLength(key) > limits.stateKeyBytes) {
		throw new HostFailure(hostStatus.tooLarge, `A key may have at most ${limits.stateKeyBytes} bytes.`);
	}
}
