// A transform for asc (`--transform`): gives the exports of an entry file the names that components have, which are no
// names in AssemblyScript. What else is exported goes away, besides the memory and `cabi_realloc`.
import { Transform } from 'assemblyscript/transform';

const version = '1.0.0';
const interfaces = {
	lifecycle: ['init', 'cleanup'],
	source: ['read'],
	processor: ['process'],
	transformer: ['transform'],
	filter: ['filter'],
	aggregator: ['aggregate', 'finish'],
	destination: ['write'],
};

export default class ComponentExports extends Transform {
	afterCompile(module) {
		const names = new Map(
			Object.entries(interfaces).flatMap(([name, functions]) =>
				functions.map((fn) => [fn, `dataflare:plugin/${name}@${version}#${fn}`]),
			),
		);
		for (let index = module.getNumExports() - 1; index >= 0; index--) {
			const { name, value } = this.binaryen.getExportInfo(module.getExportByIndex(index));
			const outside = names.get(name);
			if (outside !== undefined) module.addFunctionExport(value, outside);
			if (name !== 'memory' && name !== 'cabi_realloc') module.removeExport(name);
		}
	}
}
