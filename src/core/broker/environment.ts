import { decideEnv } from '../policy/decide/env.ts';
import { assertAllowed } from './host-failure.ts';
import type { Power } from './power.ts';

/** The value of one granted variable; null: unset. */
export const getEnv: Power<'get_env'> = async (request, context, tools, notes) => {
	assertAllowed(decideEnv(context.policy(), request.name));
	const value: unknown = Object.hasOwn(tools.env, request.name) ? tools.env[request.name] : undefined;
	if (typeof value !== 'string') return null;
	const data = new TextEncoder().encode(value);
	notes.bytes = data.byteLength;
	return data;
};
