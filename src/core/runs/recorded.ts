import { resolve } from 'node:path';
import type { Place } from '../../shared/api/chain-routes.ts';
import type { JsonValue } from '../../shared/errors/errors.ts';
import { traitsOf } from '../../shared/plugin/module/guest-abi.ts';
import { versionLabelOf } from '../../shared/plugin/words/version-label.ts';
import { TRANSPILER } from '../../shared/wasm/component/transpiler.ts';
import type { RunnablePlugin } from '../plugins/plugin-loader.ts';
import type { RunPlan } from './run-recorder.ts';

export function recordedStage(plugin: RunnablePlugin, fn: string, config: JsonValue): RunPlan['stages'][number] {
	return {
		plugin: plugin.manifest.name,
		type: plugin.manifest.type,
		fn,
		madeReadyBy: traitsOf(plugin.abi).isComponent ? TRANSPILER : null,
		versionHash: plugin.sha256,
		version: versionLabelOf(plugin.manifest) ?? null,
		grantVersion: plugin.grantVersion,
		config,
	};
}

/** Paths as they were meant where the run was asked for, so that another program can do the same again. */
export function recordedPlace(place: Place | undefined): JsonValue {
	if (place === undefined) return null;
	return place.kind === 'file' ? { kind: 'file', path: resolve(place.path) } : { kind: 'stream', id: place.id };
}
