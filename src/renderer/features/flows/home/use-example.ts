import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../../client/engine.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { useNewFlow } from '../use-new-flow.ts';
import { exampleFlow, examplePlugins } from './example-flow.ts';

/** Begins a new flow as the example is, over the data that came with the program; installs what it needs. */
export function useExample(): () => void {
	const { t } = useTranslation('flows');
	const act = useAct();
	const ask = useAsk();
	const toasts = useToasts();
	const flows = useNewFlow();
	const begin = async (): Promise<void> => {
		await act('samples.install', { names: [...examplePlugins] });
		const { places } = await ask('files.browse', {});
		const folder = places.find(({ name }) => name === 'samples')?.path;
		// Without its data it is still one to look at: what is missing is said at its field.
		const data = folder === undefined ? '' : `${folder}${folder.includes('\\') ? '\\' : '/'}birdstrikes.csv`;
		flows.begin(exampleFlow(t('example.name'), t('example.description'), data), { runsNow: data !== '' });
	};
	return () => {
		begin().catch((error: unknown) => toasts.failed(() => t('example.failed'), error));
	};
}
