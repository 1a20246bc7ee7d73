import { decideEnv } from '../policy/decide/env.ts';
import type { Act } from './act.ts';
import { assertAllowed } from './host-failure.ts';

/** The value of one granted variable; null: unset. */
export const getEnv: Act<'get_env'> = async (request, context, tools, notes) => {
	assertAllowed(decideEnv(context.policy(), request.name));
	const value: unknown = Object.hasOwn(tools.env, request.name) ? tools.env[request.name] : undefined;
	if (typeof value !== 'string') return null;
	const data = new TextEncoder().encode(value);
	notes.bytes = data.byteLength;
	return data;
};
