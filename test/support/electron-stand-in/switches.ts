/** Node's own flags that Electron hands on to a utility process (`IsAllowedOption` in its `node_bindings.cc`). */
const handedOn: readonly string[] = [
	'--diagnostic-dir',
	'--dns-result-order',
	'--no-deprecation',
	'--throw-deprecation',
	'--trace-deprecation',
	'--trace-warnings',
	'--no-experimental-global-navigator',
];
/** Chromium's own switches that mean something to a utility process and nothing to Node. */
const chromiums: readonly string[] = ['--disable-in-process-stack-traces'];
const JS_FLAGS = '--js-flags=';

/**
 * What a plain Node has to be started with to do what Electron does with `execArgv`. Throws for what Electron drops
 * without a word: whoever passes it believes in something that does not happen.
 */
export function nodeFlagsOf(execArgv: readonly string[]): string[] {
	const dropped = execArgv.filter(
		(flag) =>
			!flag.startsWith(JS_FLAGS) && !chromiums.includes(flag) && !handedOn.includes(flag.split('=')[0] as string),
	);
	if (dropped.length > 0) throw new Error(`Electron would drop ${dropped.join(' ')}`);
	const v8Flags = execArgv.filter((flag) => flag.startsWith(JS_FLAGS));
	if (v8Flags.length > 1) throw new Error('of several --js-flags Chromium takes the last alone');
	return [
		...execArgv.filter((flag) => handedOn.includes(flag.split('=')[0] as string)),
		...v8Flags.flatMap((flag) => flag.slice(JS_FLAGS.length).split(' ')),
	];
}
