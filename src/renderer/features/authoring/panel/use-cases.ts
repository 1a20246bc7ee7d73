import { useState } from 'react';
import type { DataFlareError } from '../../../../shared/errors/errors.ts';
import type { TestAnswer } from '../../../../shared/plugin/authoring/authoring.ts';
import type { KnownVersion } from '../../../../shared/plugin/version-use.ts';
import { useAction, useAsk, useRoute } from '../../../client/engine.tsx';
import { rememberCases, useLastCases } from './case-memory.ts';

/** The cases of a folder as they can be run, and what came out. */
export interface Cases {
	readonly answer: TestAnswer | null;
	readonly error: DataFlareError | null;
	readonly isRunning: boolean;
	/** Kept versions that they can be compared with, the newest first. */
	readonly versions: readonly KnownVersion[];
	/** SHA-256 of the one that they are compared with; null: none. */
	readonly since: string | null;
	readonly grantsAll: boolean;
	compareWith(sha256: string | null): void;
	grantAll(all: boolean): void;
	run(): Promise<void>;
}

/** `inFolder`: SHA-256 of the module that would be tried; null: not known. */
export function useCases(name: string, folder: string, inFolder: string | null): Cases {
	const test = useAction('authoring.test');
	const ask = useAsk();
	const { data = [] } = useRoute('plugins.versions', { name });
	const answer = useLastCases(name);
	const [chosen, setChosen] = useState<string | null | undefined>(undefined);
	const [grantsAll, grantAll] = useState(false);
	const versions = comparable(data, inFolder);
	return {
		answer,
		error: test.error,
		isRunning: test.isPending,
		versions,
		since: sinceOf(versions, chosen),
		grantsAll,
		compareWith: setChosen,
		grantAll,
		async run() {
			// What is in the folder and in use may have changed a moment ago, which nothing drawn here knows of yet.
			const found = await ask('plugins.inspect', { target: folder }).catch(() => null);
			const now = await ask('plugins.versions', { name }).catch(() => data);
			const since = sinceOf(comparable(now, found?.analysis.sha256 ?? null), chosen);
			const grant = grantsAll ? 'asked' : 'own';
			const done = await test.mutateAsync({ folder, grant, ...(since === null ? {} : { since }) }).catch(() => null);
			if (done !== null) rememberCases(name, done);
		},
	};
}

/** One for each module, the newest manifest's: of others there is nothing whole that could be run, or no other code. */
function comparable(versions: readonly KnownVersion[], inFolder: string | null): readonly KnownVersion[] {
	const whole = versions.filter(({ sha256, use }) => use.isWhole && sha256 !== inFolder);
	return whole.filter(({ sha256 }, at) => whole.findIndex((other) => other.sha256 === sha256) === at);
}

/** What a person chose (null: nothing), as long as it is there; else what was in use before what is in the folder. */
function sinceOf(versions: readonly KnownVersion[], chosen: string | null | undefined): string | null {
	if (chosen === null) return null;
	const found = versions.find(({ sha256 }) => sha256 === chosen) ?? versions[0];
	return found?.sha256 ?? null;
}
