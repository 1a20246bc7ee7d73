/** A place where nothing is. */
const NOWHERE = '/nonexistent';

/**
 * What processes are started with: nothing of the program's environment. Windows cannot load system libraries without
 * `SystemRoot`. On Linux, libuv keeps rings of the kernel's, whose requests no limit of descriptors counts, and OpenSSL
 * wants to read its configuration, which a launcher may refuse: both are told to do without.
 */
export function bareEnvironment(): NodeJS.ProcessEnv {
	const root = process.env['SystemRoot'];
	if (process.platform === 'win32') return root === undefined ? {} : { SystemRoot: root };
	return process.platform === 'linux' ? { UV_USE_IO_URING: '0', OPENSSL_CONF: NOWHERE } : {};
}
