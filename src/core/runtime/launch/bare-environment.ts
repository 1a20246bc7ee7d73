/** A place where nothing is. */
const NOWHERE = '/nonexistent';

/**
 * What processes are started with: nothing of the program's environment. Windows cannot load system libraries without
 * `SystemRoot`. On Linux, OpenSSL wants to read its configuration, which a launcher may refuse: it is told of none.
 */
export function bareEnvironment(): NodeJS.ProcessEnv {
	const root = process.env['SystemRoot'];
	if (process.platform === 'win32') return root === undefined ? {} : { SystemRoot: root };
	return process.platform === 'linux' ? { OPENSSL_CONF: NOWHERE } : {};
}
