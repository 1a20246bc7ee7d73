import { contentCases } from './modules/contents.ts';
import type { ModuleCase } from './modules/module-case.ts';
import { nameCases } from './modules/names.ts';
import { shapeCases } from './modules/shapes.ts';

export const moduleCases: readonly ModuleCase[] = [...shapeCases, ...contentCases, ...nameCases];

/** Large ones are met in one way of limiting memory alone: they do not touch it. */
export const isLarge = ({ module }: ModuleCase): boolean => module().length >= 50_000;
