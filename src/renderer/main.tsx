import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './styles/main.css';
import { headStart } from './client/head-start.ts';
import { catalogueOf, resolveLanguage } from './i18n/language.ts';
import { applyTheme, rememberedPreferences } from './lib/appearance.ts';

// This file comes first and is small: what takes a way to the program and back is begun before the window's code is there.
const { theme, language } = rememberedPreferences();
applyTheme(theme);
const begun = headStart();
// Told by whoever draws.
begun.catch(() => undefined);
const spoken = resolveLanguage(language);
void catalogueOf(spoken).catch(() => undefined);
// Not awaited: what draws needs this file, and would wait for it in turn.
void import('./app/draw.tsx').then(({ draw }) => draw(begun, spoken));
