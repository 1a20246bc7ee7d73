import { QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { defaultOf, type Settings, settingNames } from '../../shared/api/settings.ts';
import { type Act, createQueryClient, routeKey } from './engine.tsx';
import { rememberSetting } from './remember-setting.ts';

const defaultSettings = Object.fromEntries(settingNames.map((name) => [name, defaultOf(name)])) as unknown as Settings;
const key = routeKey('settings.get', {});
const folded: Settings['panes'] = { pluginList: { collapsed: true } };

/** A page that shows the settings: its questions wait until they are answered here. */
function shownSettings() {
	const queries = createQueryClient();
	queries.setQueryData(key, defaultSettings);
	const answers: ((settings: Settings) => void)[] = [];
	const observer = new QueryObserver<Settings>(queries, {
		queryKey: key,
		queryFn: () => new Promise((answer) => answers.push(answer)),
		staleTime: Number.POSITIVE_INFINITY,
	});
	const seen: (boolean | undefined)[] = [];
	const end = observer.subscribe(({ data }) => seen.push(data?.panes.pluginList?.collapsed));
	return {
		queries,
		seen,
		end,
		ask: () => void queries.invalidateQueries({ queryKey: key }),
		/** Answers all that was asked, and lets the page take it. */
		async answer(settings: Settings): Promise<void> {
			for (const each of answers.splice(0)) each(settings);
			await new Promise((taken) => setTimeout(taken));
		},
		shown: () => queries.getQueryData<Settings>(key)?.panes,
	};
}

const done = (async () => defaultSettings) as unknown as Act;

describe('what a person did with the window', () => {
	it('is in force before the engine knows it', () => {
		const page = shownSettings();
		void rememberSetting(page.queries, done, 'panes', folded);
		expect(page.shown()).toEqual(folded);
		page.end();
	});

	it('follows from what is in force, and not from what is drawn, where two things are done in a row', () => {
		const page = shownSettings();
		for (const collapsed of [true, false]) {
			const name = collapsed ? 'navigation' : 'pluginList';
			void rememberSetting(page.queries, done, 'panes', (now) => ({ ...now, [name]: { collapsed } }));
		}
		expect(page.shown()).toMatchObject({ navigation: { collapsed: true }, pluginList: { collapsed: false } });
		page.end();
	});

	it('stays so where the settings were asked for before it and are answered after it', async () => {
		const page = shownSettings();
		page.ask();
		const remembered = rememberSetting(page.queries, done, 'panes', folded);
		await page.answer(defaultSettings);
		await remembered;
		expect(page.shown()).toEqual(folded);
		expect(page.seen.filter((each) => each !== true && each !== undefined)).toEqual([]);
		page.end();
	});

	it('stays so where they were asked for while the engine was told', async () => {
		const page = shownSettings();
		let tell = (): void => {};
		const slow = (() => new Promise((told) => (tell = () => told(defaultSettings)))) as unknown as Act;
		const remembered = rememberSetting(page.queries, slow, 'panes', folded);
		page.ask();
		tell();
		await remembered;
		await page.answer(defaultSettings);
		expect(page.shown()).toEqual(folded);
		page.end();
	});

	it('gives way to what is asked for afterwards', async () => {
		const page = shownSettings();
		await rememberSetting(page.queries, done, 'panes', folded);
		page.ask();
		await page.answer({ ...defaultSettings, theme: 'dark' });
		expect(page.shown()).toEqual(defaultSettings.panes);
		page.end();
	});
});
