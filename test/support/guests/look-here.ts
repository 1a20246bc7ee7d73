import { ModuleAnalyst } from '../../../src/core/registry/package/analyse-module.ts';
import type { PackageReading } from '../../../src/core/registry/package/package-reading.ts';
import { invalidity } from '../../../src/sandbox/look.ts';
import type { ModuleReport } from '../../../src/shared/plugin/plugin-record.ts';
import { reportFile } from '../../../src/shared/wasm/component/report-component.ts';

/** Looks at a module in this process: what a process of its own would say. */
export function lookHere(module: Uint8Array): ModuleReport {
	return reportFile(module, invalidity);
}

/** Reads packages without a process and without a memory. */
export const readHere: PackageReading = { analyst: new ModuleAnalyst(async (module) => lookHere(module)), files: null };
