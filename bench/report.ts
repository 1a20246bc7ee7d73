export function report(what: string, value: string, wanted = '', holds?: boolean): void {
	const mark = holds === undefined ? '' : holds ? 'reached' : 'MISSED';
	process.stdout.write(`${what.padEnd(58)} ${value.padStart(16)}  ${wanted.padEnd(14)} ${mark}\n`);
}
