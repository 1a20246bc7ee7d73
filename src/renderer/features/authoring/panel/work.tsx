import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recipe } from '../../../../shared/plugin/authoring/authoring.ts';
import { useEngineEvent, useRoute } from '../../../client/engine.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { BuildSection } from './build-section.tsx';
import { CaseSection } from './case-section.tsx';
import { Checks } from './checks.tsx';
import { useCases } from './use-cases.ts';

/** Building, checking and trying what is in a folder of this plugin. */
export function Work({ name, recipe }: { readonly name: string; readonly recipe: Recipe }) {
	const { t } = useTranslation('develop');
	const format = useFormat();
	const { folder } = recipe;
	const checked = useRoute('authoring.validate', { path: folder }, { ofDisk: true });
	const found = useRoute('plugins.inspect', { target: folder }, { ofDisk: true });
	const inFolder = found.data ?? null;
	const cases = useCases(name, folder, inFolder?.analysis.sha256 ?? null);
	const [swapped, setSwapped] = useState<{ readonly sha256: string; readonly at: number } | null>(null);
	const lookAgain = (): void => {
		void checked.refetch();
		void found.refetch();
	};
	// Also of a swap that `plugin dev` made in a terminal.
	useEngineEvent('plugin.changed', ({ kind, plugin }) => {
		if (plugin.name !== name || kind !== 'updated' || plugin.current === null) return;
		setSwapped({ sha256: plugin.current.sha256, at: plugin.changedAt });
		lookAgain();
		if (cases.answer !== null) void cases.run();
	});
	return (
		<>
			<p role="status" className="empty:hidden">
				{swapped !== null && t('swappedAt', { when: format.clock(swapped.at), hash: swapped.sha256.slice(0, 12) })}
			</p>
			<BuildSection
				name={name}
				recipe={recipe}
				inFolder={inFolder}
				onBuilt={(isSwapped) => {
					lookAgain();
					// A swap has them run again by itself where they were run before.
					if (!isSwapped || cases.answer === null) void cases.run();
				}}
			/>
			<Checks answer={checked} />
			<CaseSection cases={cases} />
		</>
	);
}
